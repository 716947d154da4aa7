/** Follows the documentation literally: what its marked code blocks say is done, and must lead to what the page promises. */
@NullMarked
package io.slackwater.docs;

import org.jspecify.annotations.NullMarked;
