// A run comes back as it was written; files that are not results are told apart.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/result_reader.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "example_run.h"
#include "expect_same_summary.h"
#include "hdf5_io/result_writer.h"
#include "temporary_directory.h"

namespace strife {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ResultReader : public TemporaryDirectory {
  protected:
    // The example with all occurrences of `from` in its bytes replaced by `to`, of the same length.
    std::string write_altered(const std::string& from, const std::string& to) {
        std::filesystem::remove(path("good.h5"));
        write_example(path("good.h5"), {});
        std::string bytes = read_bytes(path("good.h5"));
        std::size_t replaced = 0;
        for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + to.size())) {
            bytes.replace(at, from.size(), to);
            ++replaced;
        }
        EXPECT_GT(replaced, 0U) << from;
        write_bytes(path("altered.h5"), bytes);
        return path("altered.h5");
    }
};

TEST_F(ResultReader, ObservedValuesComeBackWithTheirOutcomes) {
    write_example(path("r.h5"), {});
    const RunDescriptor read = read_results(path("r.h5")).header.run;
    ASSERT_EQ(read.outcomes.size(), 4U);
    EXPECT_TRUE(read.outcomes[1].observed.empty());
    ASSERT_EQ(read.outcomes[0].observed.size(), 1U);
    ASSERT_EQ(read.outcomes[3].observed.size(), 1U);
    const Observation& attacks = read.outcomes[0].observed[0];
    EXPECT_TRUE(std::isnan(attacks.value));
    EXPECT_EQ(attacks.low, 3.0);
    EXPECT_EQ(attacks.high, 5.5);
    EXPECT_EQ(attacks.source, "UN, annual");
    const Observation& deaths = read.outcomes[3].observed[0];
    EXPECT_EQ(deaths.member, 2U);
    EXPECT_EQ(deaths.value, 60.0);
    EXPECT_EQ(deaths.title, "Ghōr");
    EXPECT_EQ(deaths.source, "Ärzte");
}

TEST_F(ResultReader, DescriptionComesBack) {
    write_example(path("r.h5"), {});
    const RunHeader expected = example_header({});
    const StoredRun run = read_results(path("r.h5"));
    const RunDescriptor& read = run.header.run;
    EXPECT_EQ(run.format_version, "1.2");
    EXPECT_EQ(read.title, expected.run.title);
    EXPECT_EQ(read.start_date, expected.run.start_date);
    EXPECT_EQ(read.end_days, 90.0);
    EXPECT_EQ(read.event_types, expected.run.event_types);
    EXPECT_EQ(read.stop_reasons, expected.run.stop_reasons);
    EXPECT_EQ(run.header.alternatives, expected.alternatives);
    EXPECT_EQ(run.header.replications, 10U);
    EXPECT_EQ(run.header.replications_per_point, 2U);
    EXPECT_TRUE(run.header.keep_series && run.header.keep_events);
    ASSERT_EQ(read.axes.size(), 1U);
    EXPECT_EQ(read.axes[0].name, "province");
    EXPECT_EQ(read.axes[0].labels, expected.run.axes[0].labels);
    ASSERT_EQ(read.grids.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(read.grids[i].name, expected.run.grids[i].name);
        EXPECT_EQ(read.grids[i].long_name, expected.run.grids[i].long_name);
        EXPECT_EQ(read.grids[i].values, expected.run.grids[i].values);
        EXPECT_EQ(read.grids[i].bounds, expected.run.grids[i].bounds);
    }
}

TEST_F(ResultReader, OutcomesAndSeriesComeBackInOrder) {
    write_example(path("r.h5"), {});
    const RunDescriptor expected = example_header({}).run;
    const RunDescriptor read = read_results(path("r.h5")).header.run;
    ASSERT_EQ(read.outcomes.size(), expected.outcomes.size());
    for (std::size_t i = 0; i < read.outcomes.size(); ++i) {
        EXPECT_EQ(read.outcomes[i].name, expected.outcomes[i].name);
        EXPECT_EQ(read.outcomes[i].long_name, expected.outcomes[i].long_name);
        EXPECT_EQ(read.outcomes[i].units, expected.outcomes[i].units);
        EXPECT_EQ(read.outcomes[i].kind, expected.outcomes[i].kind);
        EXPECT_EQ(read.outcomes[i].axes, expected.outcomes[i].axes);
        EXPECT_EQ(read.outcomes[i].offset, expected.outcomes[i].offset);
        EXPECT_EQ(read.outcomes[i].size, expected.outcomes[i].size);
    }
    ASSERT_EQ(read.series.size(), expected.series.size());
    for (std::size_t i = 0; i < read.series.size(); ++i) {
        EXPECT_EQ(read.series[i].name, expected.series[i].name);
        EXPECT_EQ(read.series[i].long_name, expected.series[i].long_name);
        EXPECT_EQ(read.series[i].units, expected.series[i].units);
        EXPECT_EQ(read.series[i].grid, expected.series[i].grid);
        EXPECT_EQ(read.series[i].axes, expected.series[i].axes);
        EXPECT_EQ(read.series[i].offset, expected.series[i].offset);
        EXPECT_EQ(read.series[i].size, expected.series[i].size);
    }
}

TEST_F(ResultReader, SummariesComeBack) {
    write_example(path("r.h5"), {});
    const RunFooter expected = example_footer({});
    const RunFooter read = read_results(path("r.h5")).footer;
    EXPECT_EQ(read.completion, Completion::complete);
    EXPECT_EQ(read.replications_kept, 10U);
    ASSERT_EQ(read.summaries.size(), 2U);
    for (std::size_t a = 0; a < 2; ++a) {
        const AlternativeSummary& summary = read.summaries[a];
        const AlternativeSummary& written = expected.summaries[a];
        EXPECT_EQ(summary.name, written.name);
        EXPECT_EQ(summary.replications, written.replications);
        EXPECT_EQ(summary.failed, written.failed);
        EXPECT_EQ(summary.events, written.events);
        EXPECT_EQ(summary.clampings, written.clampings);
        EXPECT_EQ(summary.stop_counts, written.stop_counts);
        ASSERT_EQ(summary.scalars.size(), written.scalars.size());
        ASSERT_EQ(summary.series.size(), written.series.size());
        for (std::size_t i = 0; i < written.scalars.size(); ++i) expect_same_summary(summary.scalars[i], written.scalars[i]);
        for (std::size_t i = 0; i < written.series.size(); ++i) expect_same_summary(summary.series[i], written.series[i]);
    }
}

TEST_F(ResultReader, ProvenanceAndVolatileFactsComeBack) {
    write_example(path("r.h5"), {});
    const Provenance expected = example_header({}).provenance;
    const StoredRun run = read_results(path("r.h5"));
    const Provenance& read = run.header.provenance;
    ASSERT_EQ(read.sources.size(), 2U);
    EXPECT_EQ(read.sources[0].name, "scenario.yaml");
    EXPECT_EQ(read.sources[0].text, expected.sources[0].text);
    EXPECT_EQ(read.sources[1].text, expected.sources[1].text);
    EXPECT_EQ(read.resolved_scenario, expected.resolved_scenario);
    EXPECT_EQ(read.overlays, expected.overlays);
    EXPECT_EQ(read.overrides, expected.overrides);
    EXPECT_EQ(read.seed, expected.seed);
    EXPECT_EQ(read.replications, 10U);
    EXPECT_EQ(read.method, "direct");
    EXPECT_EQ(read.generator, "philox4x32-10");
    EXPECT_EQ(read.version, "0.1.0");
    EXPECT_EQ(read.git_commit, expected.git_commit);
    EXPECT_EQ(read.compiler, expected.compiler);
    EXPECT_EQ(read.build_flags, "-O2");
    EXPECT_EQ(read.cpu_features, "avx2 fma");
    ASSERT_EQ(read.libraries.size(), 2U);
    EXPECT_EQ(read.libraries[1].name, "Eigen");
    EXPECT_EQ(read.libraries[1].text, "3.4.0");
    EXPECT_EQ(run.footer.volatile_facts.started_utc, "2025-02-03T04:05:06Z");
    EXPECT_EQ(run.footer.volatile_facts.threads, 2U);
    EXPECT_EQ(run.footer.volatile_facts.wall_seconds, 1.25);
}

TEST_F(ResultReader, FailuresComeBack) {
    write_example(path("r.h5"), {});
    const std::vector<FailureRecord> failures = read_results(path("r.h5")).failures;
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_EQ(failures[0].replication, 2U);
    EXPECT_EQ(failures[0].alternative, 1U);
    EXPECT_EQ(failures[0].time_days, 12.25);
    EXPECT_EQ(failures[0].event_count, 7U);
    EXPECT_EQ(failures[0].process, "insurgents.bomb[kabul]");
    EXPECT_EQ(failures[0].message, "the rate is -1 /day");
    EXPECT_EQ(failures[0].place, "scenario.yaml:14:9");
}

TEST_F(ResultReader, ColumnsOfRunsAndSeriesComeBack) {
    write_example(path("r.h5"), {.replications = 4, .kept = 4, .block_size = 2});
    EXPECT_THAT(read_runs(path("r.h5"), "attacks", 0), ElementsAre(0.0, 1.0, 2.0, 3.0));
    EXPECT_THAT(read_runs(path("r.h5"), "deaths", 0, 2), ElementsAre(50.0, 51.0, 52.0, 53.0));
    EXPECT_THAT(read_series(path("r.h5"), {.series = "strength", .alternative = 1, .replication = 3}),
                ElementsAre(3000.0, 3001.0, 3002.0, 3003.0));
    EXPECT_THAT(read_series(path("r.h5"), {.series = "attacks_monthly", .alternative = 0, .replication = 1, .member = 2}),
                ElementsAre(1010.0, 1011.0, 1012.0));
    EXPECT_THAT(message_of([&] { read_runs(path("r.h5"), "ghost", 0); }), HasSubstr("no such outcome"));
    EXPECT_THAT(message_of([&] { read_runs(path("r.h5"), "attacks", 2); }), HasSubstr("no such alternative or member"));
    EXPECT_THAT(message_of([&] { read_runs(path("r.h5"), "deaths", 0, 3); }), HasSubstr("no such alternative or member"));
}

TEST_F(ResultReader, RowsBeyondThoseKeptAreGone) {
    write_example(path("r.h5"), {.kept = 2, .block_size = 5});
    EXPECT_THAT(read_runs(path("r.h5"), "attacks", 1), ElementsAre(100.0, 101.0));
    EXPECT_TRUE(read_results(path("r.h5")).failures.empty());
}

TEST_F(ResultReader, RunWithoutDatesSetsOrSeriesComesBack) {
    RunHeader header;
    header.run.title = "bare";
    header.run.end_days = 10.0;
    header.run.grids = {{.name = "time", .long_name = "", .values = {}, .bounds = {}}};
    header.run.outcomes = {{.name = "overrun",
                            .long_name = "overrun",
                            .units = "day",
                            .kind = OutcomeKind::first_time,
                            .axes = {},
                            .offset = 0,
                            .size = 1}};
    header.alternatives = {"baseline"};
    RunFooter footer;
    footer.summaries = {{.name = "baseline", .stop_counts = {}, .scalars = {Summary{}}, .series = {}}};
    footer.summaries[0].scalars[0].quantiles[4] = std::numeric_limits<double>::infinity();
    Hdf5ResultWriter writer(path("r.h5"));
    writer.begin(header);
    writer.finish(footer);
    const StoredRun run = read_results(path("r.h5"));
    EXPECT_EQ(run.header.run.start_date, std::nullopt);
    EXPECT_EQ(run.header.run.outcomes[0].units, "day");
    EXPECT_TRUE(std::isnan(run.footer.summaries[0].scalars[0].quantiles[4]));
    EXPECT_TRUE(read_runs(path("r.h5"), "overrun", 0).empty());
}

TEST_F(ResultReader, MissingFileAndDirectoryAreTold) {
    EXPECT_THAT(message_of([&] { read_results(path("missing.h5")); }),
                HasSubstr("missing.h5: opening the result file: no such file"));
    EXPECT_THAT(message_of([&] { read_results(path("")); }), HasSubstr("it is a directory"));
}

TEST_F(ResultReader, FileThatIsNoHdf5IsTold) {
    write_bytes(path("text.h5"), "strife: 1\n");
    write_bytes(path("empty.h5"), "");
    EXPECT_THAT(message_of([&] { read_results(path("text.h5")); }), HasSubstr("no HDF5 file"));
    EXPECT_THAT(message_of([&] { read_results(path("empty.h5")); }), HasSubstr("no HDF5 file"));
}

TEST_F(ResultReader, FileCutAtAnyPlaceIsTold) {
    write_example(path("r.h5"), {});
    const std::string bytes = read_bytes(path("r.h5"));
    for (std::size_t size : {std::size_t{50}, bytes.size() / 2, bytes.size() - 1}) {
        write_bytes(path("cut.h5"), bytes.substr(0, size));
        EXPECT_THAT(message_of([&] { read_results(path("cut.h5")); }), HasSubstr("cut.h5: opening the result file: it is"))
            << size;
    }
}

TEST_F(ResultReader, NewerMajorVersionIsRefusedAndNewerMinorVersionRead) {
    const std::string newer = write_altered(std::string("1.2\0", 4), std::string("2.0\0", 4));
    EXPECT_THAT(message_of([&] { read_results(newer); }), HasSubstr("format 2.0 is newer than this program, which reads 1.x"));
    EXPECT_EQ(read_results(write_altered(std::string("1.2\0", 4), std::string("1.7\0", 4))).format_version, "1.7");
}

TEST_F(ResultReader, DamagedTextsAreTold) {
    const std::string damaged = write_altered("title: St", "title: Sp");
    EXPECT_THAT(message_of([&] { read_results(damaged); }), AllOf(HasSubstr("'source_text'"), HasSubstr("damaged")));
    EXPECT_THAT(message_of([&] { read_results(write_altered("herat", "heraT")); }),
                AllOf(HasSubstr("'province'"), HasSubstr("damaged")));
}

}  // namespace
}  // namespace strife
