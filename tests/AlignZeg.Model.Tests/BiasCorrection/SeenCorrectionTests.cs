using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.BiasCorrection;

/// <summary>Method, T7.</summary>
public sealed class SeenCorrectionTests
{
    private const int Classes = 5, Proposals = 6;
    private static readonly float[] SeenFlags = [1, 0, 1, 1, 0];

    public static TheoryData<CorrectionMode> Modes => [CorrectionMode.Subtract, CorrectionMode.Odds, CorrectionMode.Scale];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Scores_WithGammaZero_OrWithoutIndicator_OrNothingFlagged_AreThePlainOnes(CorrectionMode mode)
    {
        using var scope = NewDisposeScope();
        var logits = Logits();
        var plain = logits.softmax(-1).narrow(-1, 0, Classes);
        Golden.AssertClose(plain, Correct(logits, ones(Proposals), mode, gamma: 0), 0);
        Golden.AssertClose(plain, SeenCorrection.Scores(logits, Seen, null, new() { Mode = mode, Gamma = .3 }), 0);
        Golden.AssertClose(plain, Correct(logits, zeros(Proposals), mode, gamma: .3), 0);
    }

    // Where every proposal is flagged and masks sum to one at every pixel, mode A is calibrated stacking of the map.
    [Fact]
    public void Subtract_OnAllProposals_WithMasksThatSumToOne_IsCalibratedStacking()
    {
        using var scope = NewDisposeScope();
        var logits = Logits();
        var masks = (3 * randn(Proposals, 12 * 9)).softmax(0).view(1, Proposals, 12, 9).logit();
        var corrected = SemanticMap.Compose(masks, Correct(logits, ones(Proposals), CorrectionMode.Subtract, .1), 9, 12, claim: 0);
        var plain = logits.softmax(-1).narrow(-1, 0, Classes);
        var stacked = SemanticMap.Compose(masks, plain, 9, 12, claim: 0, penalty: .1f * Seen);
        Assert.Equal(stacked.Labels, corrected.Labels);
        for (int i = 0; i < stacked.Confidence.Length; i++) Assert.InRange(stacked.Confidence[i] - corrected.Confidence[i], -1, 1);
        Assert.NotEqual(SemanticMap.Compose(masks, plain, 9, 12, claim: 0).Labels, stacked.Labels); // it changes something at all
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Scores_KeepTheOrderWithinSeenClasses_AndTouchFlaggedProposalsOnly(CorrectionMode mode)
    {
        using var scope = NewDisposeScope();
        var logits = Logits();
        var flags = tensor(new float[] { 1, 0, 1, 0, 0, 1 });
        var (plain, corrected) = (logits.softmax(-1).narrow(-1, 0, Classes), Correct(logits, flags, mode, .2));
        var seen = tensor(new long[] { 0, 2, 3 });
        Assert.Equal(plain.index_select(1, seen).argsort(1).data<long>().ToArray(), corrected.index_select(1, seen).argsort(1).data<long>().ToArray());
        for (int i = 0; i < Proposals; i++)
        {
            if (flags[i].item<float>() == 0) Golden.AssertClose(plain[i], corrected[i], 0);
            else Assert.True((corrected[i].index_select(0, seen) < plain[i].index_select(0, seen)).all().item<bool>(), $"proposal {i} was not corrected");
        }
    }

    [Fact]
    public void Modes_AreWhatTheirFormulasSay()
    {
        using var scope = NewDisposeScope();
        var logits = Logits();
        var plain = logits.softmax(-1).narrow(-1, 0, Classes);
        Golden.AssertClose(plain - .2f * Seen, Correct(logits, ones(Proposals), CorrectionMode.Subtract, .2), 1e-6);
        Golden.AssertClose(plain * (1 - .2f * Seen), Correct(logits, ones(Proposals), CorrectionMode.Scale, .2), 1e-6);
        var odds = Correct(logits, ones(Proposals), CorrectionMode.Odds, 2);
        Golden.AssertClose((odds[.., 0] / odds[.., 1]).log() + 2, (plain[.., 0] / plain[.., 1]).log(), 1e-4); // the odds of seen against unseen fall by e²
        Assert.True((odds[.., 1] > plain[.., 1]).all().item<bool>(), "what seen classes lose must go to the others");
    }

    private static Tensor Seen => tensor(SeenFlags);

    private static Tensor Logits()
    {
        manual_seed(3);
        return 1.5f * randn(Proposals, Classes + 2);
    }

    private static Tensor Correct(Tensor logits, Tensor unseenness, CorrectionMode mode, double gamma) =>
        SeenCorrection.Scores(logits, Seen, unseenness, new() { Indicator = IndicatorInput.Similarity, Mode = mode, Gamma = gamma, Threshold = .5 });
}
