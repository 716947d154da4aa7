/**
 * Ollama: its store of models. The check follows every manifest to its blobs and their digests. May use {@code kind}
 * and what it uses, {@code stream} and {@code policy}; never another kind.
 */
@NullMarked
package io.slackwater.kind.ollama;

import org.jspecify.annotations.NullMarked;
