package io.slackwater.discovery;

import io.slackwater.docker.DockerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Asks containers several questions at the same time, because most of the time is spent waiting for their commands. */
final class Concurrently {

    /** Bounds the load on Docker, because each command in a container is a new process of the host. */
    private static final int AT_ONCE = 4;

    private Concurrently() {}

    /** A question about one item. */
    @FunctionalInterface
    interface Question<T, R> {
        R answer(T item) throws DockerException, InterruptedException;
    }

    /** A task without an answer. */
    @FunctionalInterface
    interface Task {
        void run() throws DockerException, InterruptedException;
    }

    /** Runs both tasks. After a failure of one, the other is cancelled. */
    static void both(Task one, Task other) throws DockerException, InterruptedException {
        answers(List.of(one, other), task -> {
            task.run();
            return true;
        });
    }

    /** Returns the answers in the order of the items. After the first failure, the other questions are cancelled. */
    static <T, R> List<R> answers(List<T> items, Question<T, R> question) throws DockerException, InterruptedException {
        ThreadFactory threads = Thread.ofVirtual().name("discovery-", 0).factory();
        try (ExecutorService several = Executors.newFixedThreadPool(AT_ONCE, threads)) {
            try {
                List<Future<R>> asked = items.stream()
                        .map(item -> several.submit(() -> question.answer(item)))
                        .toList();
                List<R> answers = new ArrayList<>();
                for (Future<R> one : asked) {
                    answers.add(one.get());
                }
                return answers;
            } catch (ExecutionException e) {
                throw failure(e);
            } finally {
                several.shutdownNow();
            }
        }
    }

    private static DockerException failure(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case DockerException failure -> failure;
            case InterruptedException interruption -> throw interruption;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException("a container could not be inspected", e);
        };
    }
}
