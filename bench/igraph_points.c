/*
 * The yardstick of failure analysis: igraph reads a list of edges and finds
 * the articulation points. Reports the processor seconds of the second alone
 * as its last line.
 */
#include <igraph/igraph.h>
#include <stdio.h>
#include <time.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	igraph_t g;
	igraph_vector_int_t points;
	double start;
	FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;

	if (!f) {
		fprintf(stderr, "usage: igraph_points FILE.el\n");
		return 2;
	}
	igraph_read_graph_edgelist(&g, f, 0, IGRAPH_DIRECTED);
	fclose(f);
	igraph_vector_int_init(&points, 0);
	start = now();
	igraph_articulation_points(&g, &points);
	start = now() - start;
	printf("%lld nodes, %lld edges, %lld articulation points\n",
	       (long long)igraph_vcount(&g), (long long)igraph_ecount(&g),
	       (long long)igraph_vector_int_size(&points));
	printf("seconds %.6f\n", start);
	igraph_vector_int_destroy(&points);
	igraph_destroy(&g);
	return 0;
}
