package io.slackwater.ui;

import io.slackwater.health.DatasetHealth;
import java.util.List;

/** Returns the health of all datasets as it was last derived. Never waits for a new derivation. */
@FunctionalInterface
public interface HealthNow {

    List<DatasetHealth> latest();
}
