/**
 * Building blocks of all kinds: dumps by exec, walks over files, and checks of stored data. Names no kind. May use
 * {@code docker}, {@code discovery}, {@code journal}, {@code repository} and {@code stream}.
 */
@NullMarked
package io.slackwater.capture;

import org.jspecify.annotations.NullMarked;
