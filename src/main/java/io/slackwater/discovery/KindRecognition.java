package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides from what Docker knows of a container what kind of service it is. Pure. {@link KindProbe} decides what remains open.
 */
final class KindRecognition {

    private final Kinds<?> kinds;

    KindRecognition(Kinds<?> kinds) {
        this.kinds = kinds;
    }

    sealed interface Recognition {

        /** @param product the product's name when it is a database that can only be copied */
        record Known(DiscoverableKind kind, Optional<String> product, List<String> because) implements Recognition {

            public Known {
                because = List.copyOf(because);
            }
        }

        /** The container may be of one of these kinds, or of an unknown kind when the list is empty. A probe decides. */
        record Unsure(List<DiscoverableKind> hints, List<String> because) implements Recognition {

            public Unsure {
                hints = List.copyOf(hints);
                because = List.copyOf(because);
            }
        }
    }

    private record Sign(DiscoverableKind kind, Evidence evidence) {

        Kind name() {
            return kind.profile().kind();
        }
    }

    Recognition of(Container container, Optional<Kind> label) {
        if (label.isPresent()) {
            return new Recognition.Known(
                    kinds.of(label.get()),
                    Optional.empty(),
                    List.of("kind " + label.get() + ": by the label slackwater.kind"));
        }
        List<Sign> signs = kinds.all().stream()
                .<Sign>flatMap(kind -> kind.recognise(container).map(evidence -> new Sign(kind, evidence)))
                .toList();
        return signs.stream()
                .filter(sign -> sign.evidence().strength() != Evidence.Strength.HINT)
                .min(Comparator.comparing(sign -> sign.evidence().strength()))
                .<Recognition>map(sign -> new Recognition.Known(
                        sign.kind(),
                        sign.evidence().product(),
                        List.of("kind " + sign.name() + ": " + sign.evidence().why())))
                .orElseGet(() -> unsure(signs));
    }

    private static Recognition unsure(List<Sign> hints) {
        Stream<DiscoverableKind> named = hints.stream().map(Sign::kind);
        return new Recognition.Unsure(
                named.distinct().toList(),
                hints.stream()
                        .map(sign -> "perhaps " + sign.name() + ": "
                                + sign.evidence().why())
                        .toList());
    }
}
