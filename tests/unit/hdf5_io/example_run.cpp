// Makes the example run of the tests.
// SPDX-License-Identifier: Apache-2.0
#include "example_run.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "hdf5_io/result_writer.h"

namespace strife {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kFailing = 2;

bool fails(std::uint32_t alternative, std::uint64_t replication) {
    return alternative == 1 && replication == kFailing;
}

Summary example_summary(std::uint32_t alternative, std::size_t column) {
    const double base = 100.0 * alternative + 10.0 * static_cast<double>(column);
    Summary summary;
    summary.n = 9;
    summary.n_missing = 1;
    summary.mean = base + 4.5;
    summary.sd = 3.0;
    summary.lower = base + 2.25;
    summary.upper = base + 6.75;
    summary.minimum = base;
    summary.maximum = base + 9.0;
    for (std::size_t i = 0; i < kQuantileCount; ++i) summary.quantiles[i] = base + 2.0 * static_cast<double>(i);
    return summary;
}

}  // namespace

double example_scalar(std::uint32_t alternative, std::size_t column, std::uint64_t replication) {
    return 100.0 * alternative + 10.0 * static_cast<double>(column) + static_cast<double>(replication);
}

RunHeader example_header(const ExampleOptions& options) {
    RunHeader header;
    RunDescriptor& run = header.run;
    run.title = "Ein kleines Beispiel über Städte";
    run.start_date = Date{.days_since_epoch = 18993};  // 2022-01-01
    run.end_days = 90.0;
    run.axes = {{.name = "province", .labels = {"kabul", "herat", "Ghōr"}}};
    run.grids = {{.name = "time", .long_name = "instant of record", .values = {0.0, 31.0, 59.0, 90.0}, .bounds = {}},
                 {.name = "time_per_month",
                  .long_name = "end of the month",
                  .values = {31.0, 59.0, 90.0},
                  .bounds = {0.0, 31.0, 31.0, 59.0, 59.0, 90.0}}};
    run.outcomes = {{.name = "attacks",
                     .long_name = "attacks",
                     .units = "event",
                     .kind = OutcomeKind::count,
                     .axes = {},
                     .offset = 0,
                     .size = 1,
                     .observed = {{.member = 0, .low = 3.0, .high = 5.5, .source = "UN, annual", .title = {}}}},
                    {.name = "first_abroad",
                     .long_name = "first attack abroad",
                     .units = "days since 2022-01-01",
                     .kind = OutcomeKind::first_time,
                     .axes = {},
                     .offset = 1,
                     .size = 1},
                    {.name = "overrun",
                     .long_name = "overrun",
                     .units = "1",
                     .kind = OutcomeKind::probability,
                     .axes = {},
                     .offset = 2,
                     .size = 1},
                    {.name = "deaths",
                     .long_name = "deaths",
                     .units = "person",
                     .kind = OutcomeKind::real,
                     .axes = {0},
                     .offset = 3,
                     .size = 3,
                     .observed = {{.member = 2, .value = 60.0, .source = "Ärzte", .title = "Ghōr"}}}};
    run.series = {{.name = "strength", .long_name = "fighters", .units = "person", .grid = 0, .axes = {}, .offset = 0, .size = 4},
                  {.name = "attacks_monthly",
                   .long_name = "attacks in a month",
                   .units = "event",
                   .grid = 1,
                   .axes = {0},
                   .offset = 4,
                   .size = 9}};
    run.event_types = {"attack", "foiled_plot"};
    run.stop_reasons = {"the group is gone"};
    header.alternatives = {"baseline", "no_sponsor"};
    header.replications = options.replications;
    header.replications_per_point = 2;
    header.keep_series = options.keep_series;
    header.keep_events = options.keep_events;
    header.provenance = {.sources = {{"scenario.yaml", "strife: 1\ntitle: Städte\n"}, {"provinces.csv", "name\nkabul\n"}},
                         .resolved_scenario = "strife: 1\n",
                         .overlays = {"../strong.yaml"},
                         .overrides = {"parameters.x=3"},
                         .seed = 18446744073709551615U,
                         .replications = options.replications,
                         .method = "direct",
                         .generator = "philox4x32-10",
                         .version = "0.1.0",
                         .git_commit = "0123456789abcdef",
                         .compiler = "GCC 12.2.0",
                         .build_flags = "-O2",
                         .cpu_features = "avx2 fma",
                         .libraries = {{"HDF5", "1.10.8"}, {"Eigen", "3.4.0"}}};
    return header;
}

SampleBlock example_block(const ExampleOptions& options, std::uint32_t alternative, std::uint64_t first, std::uint64_t count) {
    const RunHeader header = example_header(options);
    SampleBlock block;
    block.first = first;
    block.n_replications = count;
    block.alternative = alternative;
    const auto rows = static_cast<Eigen::Index>(count);
    block.scalars.resize(rows, static_cast<Eigen::Index>(header.run.scalar_columns()));
    block.series.resize(rows, static_cast<Eigen::Index>(header.run.series_columns()));
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t replication = first + i;
        const bool failed = fails(alternative, replication);
        const auto row = static_cast<Eigen::Index>(i);
        for (Eigen::Index column = 0; column < block.scalars.cols(); ++column) {
            const double value = example_scalar(alternative, static_cast<std::size_t>(column), replication);
            block.scalars(row, column) = failed ? kNaN : value;
        }
        if (replication % 5 == 4) block.scalars(row, 1) = kNaN;  // censored
        for (Eigen::Index column = 0; column < block.series.cols(); ++column) {
            block.series(row, column) = failed ? kNaN : static_cast<double>(1000 * replication) + static_cast<double>(column);
        }
        block.finished.push_back(failed ? 0 : 1);
        block.event_counts.push_back(50 + replication);
        block.clampings.push_back(replication % 2);
        block.stop_reasons.push_back(replication == 1 ? 0 : -1);
        block.end_times.push_back(replication == 1 ? 45.5 : 90.0);
        if (failed) {
            block.failures.push_back({.replication = replication,
                                      .alternative = alternative,
                                      .time_days = 12.25,
                                      .event_count = 7,
                                      .process = "insurgents.bomb[kabul]",
                                      .message = "the rate is -1 /day",
                                      .place = "scenario.yaml:14:9"});
        }
        block.events.push_back({.replication = replication,
                                .time_days = 1.5,
                                .type = 0,
                                .actor = "insurgents",
                                .attributes = "place=kabul deaths=12"});
        block.events.push_back(
            {.replication = replication, .time_days = 30.0, .type = 1, .actor = "", .attributes = "place=Ghōr"});
    }
    return block;
}

RunFooter example_footer(const ExampleOptions& options) {
    const RunHeader header = example_header(options);
    RunFooter footer;
    footer.completion = options.completion;
    footer.replications_kept = options.kept;
    for (std::uint32_t alternative = 0; alternative < 2; ++alternative) {
        AlternativeSummary summary;
        summary.name = header.alternatives[alternative];
        summary.replications = 10 - alternative;
        summary.failed = alternative;
        summary.events = 545;
        summary.clampings = 5;
        summary.stop_counts = {1};
        for (std::size_t column = 0; column < header.run.scalar_columns(); ++column) {
            summary.scalars.push_back(example_summary(alternative, column));
            summary.scalars.back().sd_between = 0.5 + static_cast<double>(column);
            summary.scalars.back().sd_within = 0.25 + static_cast<double>(column);
            summary.scalars.back().bucket_lower = {2.0};
            summary.scalars.back().bucket_count = {summary.scalars.back().n};
        }
        for (std::size_t column = 0; column < header.run.series_columns(); ++column) {
            summary.series.push_back(example_summary(alternative, column));
        }
        Summary& first_abroad = summary.scalars[1];
        first_abroad.probability = 0.8;
        first_abroad.probability_lower = 0.5;
        first_abroad.probability_upper = 0.95;
        first_abroad.quantiles[4] = kNaN;
        summary.scalars[0].bucket_lower = {0.0, 4.0 + alternative};
        summary.scalars[0].bucket_count = {3, summary.scalars[0].n - 3};
        summary.scalars[3].bucket_lower = {1.0};
        footer.summaries.push_back(std::move(summary));
    }
    footer.volatile_facts = {.started_utc = "2025-02-03T04:05:06Z",
                             .host = options.host,
                             .command_line = "strife run scenario.yaml",
                             .threads = 2,
                             .wall_seconds = 1.25};
    return footer;
}

void feed_example(ResultSink& sink, const ExampleOptions& options) {
    sink.begin(example_header(options));
    for (std::uint64_t first = 0; first < options.replications; first += options.block_size) {
        const std::uint64_t count = std::min(options.block_size, options.replications - first);
        for (std::uint32_t alternative = 0; alternative < 2; ++alternative) {
            sink.write(example_block(options, alternative, first, count));
        }
    }
    sink.finish(example_footer(options));
}

std::string write_example(const std::string& path, const ExampleOptions& options) {
    Hdf5ResultWriter writer(path);
    feed_example(writer, options);
    return writer.published_path();
}

}  // namespace strife
