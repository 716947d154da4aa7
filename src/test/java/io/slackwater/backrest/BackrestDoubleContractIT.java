package io.slackwater.backrest;

import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import java.io.IOException;
import java.nio.file.Path;

/** The double under the contract of the real Backrest. */
class BackrestDoubleContractIT extends BackrestContract {

    @Override
    ContractWorld start(Path directory) throws IOException {
        BackrestDouble backrest = new BackrestDouble(directory);
        return new ContractWorld() {
            @Override
            public BackrestClient client(String password) {
                BackrestAccess access = backrest.access();
                return new BackrestClient(new BackrestAccess(
                        access.base(),
                        access.user(),
                        () -> password,
                        access.connect(),
                        access.answer(),
                        access.slowAnswer()));
            }

            @Override
            public void killAndStart() throws IOException, InterruptedException {
                backrest.kill();
                backrest.restart();
            }

            @Override
            public void close() throws InterruptedException {
                backrest.close();
            }
        };
    }
}
