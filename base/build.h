/*
 * What kind of build this is. Code asks `if (BUILD_SANITIZED)` rather than the
 * preprocessor, so that every build compiles every line.
 */
#ifndef BASE_BUILD_H
#define BASE_BUILD_H

#if defined(__has_feature)
#define BUILD_HAS_(x) __has_feature(x)
#else
#define BUILD_HAS_(x) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || BUILD_HAS_(address_sanitizer) ||          \
	BUILD_HAS_(undefined_behavior_sanitizer)
#define BUILD_SANITIZED 1
#else
#define BUILD_SANITIZED 0
#endif

#endif
