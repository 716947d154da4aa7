package io.slackwater.run;

import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;

/**
 * Copies the hot snapshot without the files that were touched since the hot pass began. The second pass takes the copy
 * as parent, and so reads these files whole.
 */
final class CopyPass implements Pass {

    private final HotPass hot;

    CopyPass(HotPass hot) {
        this.hot = hot;
    }

    @Override
    public boolean needed() {
        return hot.needed();
    }

    @Override
    public StoreRequest request() {
        return hot.copy();
    }

    @Override
    public Content content(StoredSnapshot stored) {
        hot.copied(stored.id());
        return new Content(0, "");
    }
}
