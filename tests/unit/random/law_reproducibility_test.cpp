// Pins what each law draws from a fixed stream: a change here means that results change.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "random/laws.h"

namespace strife {
namespace {

struct Pinned {
    Law law;
    std::vector<double> parameters;
    double sum;           // of ten values from stream (2024, firing 3, replication 4)
    std::uint32_t words;  // words used by them
};

const std::vector<Pinned>& pinned() {
    static const std::vector<Pinned> cases{
        {Law::uniform, {-2, 5}, 7.4721939730895599, 10},
        {Law::normal, {3, 2}, 40.329775628545164, 11},
        {Law::lognormal, {1, 0.3}, 33.106466842070176, 11},
        {Law::gamma, {2.8, 3}, 92.10745582532482, 22},
        {Law::gamma, {0.4, 3}, 15.351054275555446, 31},
        {Law::exponential, {4}, 41.958183038249636, 11},
        {Law::weibull, {1.5, 2}, 17.306022672251462, 11},
        {Law::beta, {2, 3}, 4.7440196895788782, 42},
        {Law::beta, {0.5, 0.5}, 6.2691152894760229, 65},
        {Law::poisson, {0.7}, 4, 10},
        {Law::poisson, {40}, 385, 14},
        {Law::poisson, {1e12}, 9999996060832, 20},
        {Law::binomial, {60, 0.03}, 13, 10},
        {Law::binomial, {1000, 0.7}, 7031, 13},
        {Law::binomial, {1e12, 0.3}, 2999998195859, 20},
        {Law::negative_binomial, {40, 0.4}, 483, 45},
        {Law::geometric, {0.02}, 513, 11},
        {Law::bernoulli, {0.3}, 5, 10},
        {Law::discrete, {0, 2, 0, 5, 3}, 23, 10},
        {Law::zeta, {2.5}, 25, 21},
        {Law::pareto, {2, 5}, 25.62553261342611, 11},
        {Law::triangular, {1, 2.5, 4}, 22.516617397787968, 10},
        {Law::empirical, {7, 8, 9}, 78, 10},
    };
    return cases;
}

TEST(LawReproducibility, ValuesAndWordsUsedArePinned) {
    for (const Pinned& law : pinned()) {
        DrawStream stream(2024, 3, 4);
        double sum = 0;
        for (int i = 0; i < 10; ++i) {
            sum += sample(law.law, law.parameters, stream);
        }
        EXPECT_DOUBLE_EQ(sum, law.sum) << law_info(law.law).name << " " << law.parameters[0];
        EXPECT_EQ(stream.words_used(), law.words) << law_info(law.law).name << " " << law.parameters[0];
    }
}

TEST(LawReproducibility, CertainCountsUseNoWord) {
    DrawStream stream(2024, 3, 4);
    sample_poisson(stream, 0);
    sample_binomial(stream, 0, 0.5);
    sample_binomial(stream, 10, 0);
    sample_binomial(stream, 10, 1);
    sample_negative_binomial(stream, 0, 0.5);
    sample_geometric(stream, 1);
    EXPECT_EQ(stream.words_used(), 0U);
}

// Laws that invert one uniform use one word whatever their parameters, so alternatives that differ in them stay in step.
TEST(LawReproducibility, InvertedLawsUseOneWord) {
    DrawStream stream(2024, 3, 4);
    sample_uniform(stream, 0, 1);
    sample_bernoulli(stream, 0);
    sample_bernoulli(stream, 1);
    sample_triangular(stream, 0, 1, 2);
    sample_poisson(stream, 3);
    sample_binomial(stream, 20, 0.1);
    EXPECT_EQ(stream.words_used(), 6U);
}

}  // namespace
}  // namespace strife
