/**
 * Runs the marked code blocks of the documentation exactly as written. Each block must lead to the result that its page
 * promises.
 */
@NullMarked
package io.slackwater.docs;

import org.jspecify.annotations.NullMarked;
