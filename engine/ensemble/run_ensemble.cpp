// SPDX-License-Identifier: Apache-2.0
#include "ensemble/run_ensemble.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "ensemble/reduction.h"

namespace strife {
namespace {

// Hands tasks to workers in order and gives their blocks back in that order. At most `window` blocks wait at a time.
class OrderedBlocks {
  public:
    OrderedBlocks(std::uint64_t n_tasks, std::uint64_t window) : n_tasks_(n_tasks), window_(window) {}

    std::optional<std::uint64_t> next_task() {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return stopped_ || next_ >= n_tasks_ || next_ < taken_ + window_; });
        if (stopped_ || next_ >= n_tasks_) return std::nullopt;
        return next_++;
    }

    void put(std::uint64_t task, SampleBlock block, bool cancelled) {
        const std::lock_guard lock(mutex_);
        if (!cancelled) finished_.emplace(task, std::move(block));
        if (cancelled) cancelled_from_ = std::min(cancelled_from_, task);
        ready_.notify_all();
    }

    void fail(std::exception_ptr error) {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = std::move(error);
        stopped_ = true;
        ready_.notify_all();
        room_.notify_all();
    }

    // The block of the next task in order; nothing if the run was ended before it.
    std::optional<SampleBlock> take(const std::function<void()>& on_wait) {
        std::unique_lock lock(mutex_);
        for (;;) {
            if (error_) std::rethrow_exception(error_);
            const auto found = finished_.find(taken_);
            if (found != finished_.end()) {
                SampleBlock block = std::move(found->second);
                finished_.erase(found);
                ++taken_;
                room_.notify_all();
                return block;
            }
            if (taken_ >= cancelled_from_ || (stopped_ && taken_ >= next_)) return std::nullopt;
            ready_.wait_for(lock, std::chrono::milliseconds(200));
            lock.unlock();
            on_wait();
            lock.lock();
        }
    }

    void stop() {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        room_.notify_all();
        ready_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable room_;
    std::condition_variable ready_;
    std::map<std::uint64_t, SampleBlock> finished_;
    std::uint64_t n_tasks_;
    std::uint64_t window_;
    std::uint64_t next_ = 0;
    std::uint64_t taken_ = 0;
    std::uint64_t cancelled_from_ = ~std::uint64_t{0};
    bool stopped_ = false;
    std::exception_ptr error_;
};

// Joins the workers on every way out.
class Workers {
  public:
    Workers(OrderedBlocks& blocks, std::atomic<bool>& cancel) : blocks_(blocks), cancel_(cancel) {}
    ~Workers() {
        cancel_ = true;
        blocks_.stop();
    }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    template <class Work>
    void add(Work work) {
        threads_.emplace_back(work);
    }

  private:
    OrderedBlocks& blocks_;
    std::atomic<bool>& cancel_;
    std::vector<std::jthread> threads_;  // destroyed, and so joined, after the destructor's body
};

}  // namespace

EnsembleResult run_ensemble(const std::vector<PreparedAlternative>& alternatives, const std::vector<std::string>& names,
                            const RunDescriptor& run, const SourceMap& sources, const EnsembleOptions& options,
                            ResultSink& sink) {
    const std::size_t n_alternatives = alternatives.size();
    const std::uint64_t n_blocks = (options.replications + kBlockReplications - 1) / kBlockReplications;
    const auto range_of = [&](std::uint64_t task) {
        BlockRange range;
        range.first = task / n_alternatives * kBlockReplications;
        range.size = static_cast<std::size_t>(std::min<std::uint64_t>(kBlockReplications, options.replications - range.first));
        range.alternative = static_cast<std::uint32_t>(task % n_alternatives);
        return range;
    };
    std::vector<AlternativeReduction> reductions;
    for (std::size_t a = 0; a < n_alternatives; ++a)
        reductions.emplace_back(names[a], run, alternatives[a].columns, options.replications_per_point);

    EnsembleResult result;
    EnsembleProgress progress;
    progress.replications_total = options.replications * n_alternatives;
    const unsigned threads = std::max(1U, options.threads);
    OrderedBlocks blocks(n_blocks * n_alternatives, threads * 4ULL);
    std::atomic<bool> cancel = false;
    const auto interrupted = [&] {
        return options.interrupted != nullptr && options.interrupted->load(std::memory_order_relaxed);
    };
    const auto report = [&] {
        if (interrupted()) cancel = true;
        if (options.on_progress) options.on_progress(progress);
    };
    {
        Workers workers(blocks, cancel);
        for (unsigned t = 0; t < threads; ++t) {
            workers.add([&] {
                try {
                    BlockSimulator simulator(alternatives, sources, options.keep_events);
                    while (const auto task = blocks.next_task()) {
                        bool cancelled = false;
                        SampleBlock block = simulator.simulate(range_of(*task), cancel, cancelled);
                        blocks.put(*task, std::move(block), cancelled);
                    }
                } catch (...) {
                    blocks.fail(std::current_exception());
                }
            });
        }
        // All alternatives of a range of replications are kept, or none: they wait until the last one is there.
        std::vector<SampleBlock> row;
        for (std::uint64_t b = 0; b < n_blocks; ++b) {
            row.clear();
            for (std::size_t a = 0; a < n_alternatives; ++a) {
                auto block = blocks.take(report);
                if (!block) break;
                progress.replications_done += block->n_replications;
                for (const std::uint64_t events : block->event_counts) progress.events += events;
                row.push_back(std::move(*block));
                report();
            }
            if (row.size() < n_alternatives) {
                result.completion = Completion::interrupted;
                break;
            }
            for (SampleBlock& block : row) {
                reductions[block.alternative].add(block);
                result.failed += block.failures.size();
                for (const FailureRecord& failure : block.failures) {
                    if (result.first_failures.size() < 10) result.first_failures.push_back(failure);
                }
                sink.write(block);
            }
            result.replications_kept = row.front().first + row.front().n_replications;
            if (result.failed > options.max_failures) {
                result.completion = Completion::failed;
                break;
            }
        }
    }
    result.events = progress.events;
    for (const AlternativeReduction& reduction : reductions) result.summaries.push_back(reduction.finish());
    return result;
}

}  // namespace strife
