package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;

/** Checks stored roles by their first and last lines; it needs no server. */
final class RolesCheck implements StreamCheck {

    private final String what;
    private final RolesScript script = new RolesScript();

    RolesCheck(String what) {
        this.what = what;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        script.add(bytes, offset, length);
    }

    @Override
    public void complete() throws CaptureException {
        var wrong = script.wrong();
        if (wrong.isPresent()) {
            throw new CaptureException("The " + what + " are damaged or cut off: " + wrong.get(), false);
        }
    }

    @Override
    public void close() {}
}
