/**
 * Ollama: its store of models, and the check of every manifest and digest. May use {@code capture} and what that uses.
 */
@NullMarked
package io.slackwater.kind.ollama;

import org.jspecify.annotations.NullMarked;
