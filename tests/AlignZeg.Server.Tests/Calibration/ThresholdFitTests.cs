using AlignZeg.Abstractions.Reviews;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Calibration;

namespace AlignZeg.Server.Tests.Calibration;

public sealed class ThresholdFitTests
{
    [Fact]
    public void Threshold_IsTheLowest_ThatReachesTheTarget()
    {
        var counts = Counts((100, 60, 40), (150, 80, 20), (200, 100, 0));
        Assert.Equal(new(FitOutcome.Fitted, ThresholdFit.ThresholdOf(101)), new ThresholdFit(.9, 100).Fit(counts, 0)); // 180 of 200; at 100 it is 240 of 300
        Assert.Equal(new(FitOutcome.Fitted, 0), new ThresholdFit(.8, 100).Fit(counts, 0));
        Assert.Equal(new(FitOutcome.Fitted, ThresholdFit.ThresholdOf(151)), new ThresholdFit(.95, 100).Fit(counts, 0));
        Assert.Equal(new(FitOutcome.OutOfReach, null), new ThresholdFit(.95, 101).Fit(counts, 0)); // the 100 that reach it are too few
        Assert.Equal(new(FitOutcome.TooFewPixels, null), new ThresholdFit(.8, 301).Fit(counts, 0));
        Assert.Equal(new(FitOutcome.TooFewPixels, null), new ThresholdFit(.8, 1).Fit(counts, 7)); // never seen
        Assert.Equal(new(FitOutcome.OutOfReach, null), new ThresholdFit(.9, 1).Fit(Counts((10, 1, 1), (255, 0, 50)), 0));
    }

    [Fact]
    public void WheneverThereIsAThreshold_TheTargetIsReached_AndNoLowerOneReachesIt()
    {
        int fitted = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var counts = new ConfidenceCounts();
            for (int i = 0; i < 400; i++) counts.Add(0, (byte)random.Next(256), random.NextDouble() < .3 + .7 * i / 400, random.Next(1, 9));
            double target = .5 + random.NextDouble() / 2;
            if (new ThresholdFit(target, 50).Fit(counts, 0).Threshold is not { } threshold) continue;
            fitted++;
            Assert.True(Precision(ThresholdFit.StepOf(threshold)) >= target, $"seed {seed}");
            for (int lower = 0; lower < ThresholdFit.StepOf(threshold); lower++) Assert.True(Precision(lower) < target, $"seed {seed}, step {lower}");

            double Precision(int step) => counts.From(0, step) is var (right, wrong) ? (double)right / (right + wrong) : 0;
        }

        Assert.InRange(fitted, 30, 299);
    }

    [Fact]
    public void Threshold_KeepsExactlyItsSteps()
    {
        for (int step = 1; step < ConfidenceCounts.Steps; step++)
        {
            double threshold = ThresholdFit.ThresholdOf(step);
            Assert.Equal(step, ThresholdFit.StepOf(threshold));
            Assert.InRange(threshold, (step - 1) / 255.0 + 1e-9, step / 255.0); // what has the score of the step before is not kept
        }
    }

    [Fact]
    public void Vocabulary_GetsThresholds_WhereTheyWereFitted_AndFiguresOfOtherImages()
    {
        var vocabulary = new VocabularyDefinition("v", [VocabularyClass.Named("cat"), VocabularyClass.Named("dog") with { Threshold = .5 }, VocabularyClass.Named("fox"), VocabularyClass.Named("owl")], []);
        var (fitted, tested) = (new ConfidenceCounts(), new ConfidenceCounts());
        foreach (var counts in new[] { fitted, tested }) Fill(counts);
        tested.Add(0, 250, false, 100); // only here
        var (draft, result) = new VocabularyFit(new(3, "hash", vocabulary), fitted, tested).Run(new(.9, 50), .9, (7, 5));
        Assert.Equal([ThresholdFit.ThresholdOf(101), .5, null, null], draft.Classes.Select(one => one.Threshold));
        Assert.Equal([FitOutcome.Fitted, FitOutcome.TooFewPixels, FitOutcome.OutOfReach], result.Classes.Select(one => one.Outcome));
        Assert.Equal((7, 5, 3), (result.FittedOn, result.TestedOn, result.Base));
        Assert.Equal(new(300, .5, 0), result.Classes[0].Before);        // 150 of 300 right
        Assert.Equal(new(200, .5, .3333), result.Classes[0].After);     // the target is missed on images that nothing was fitted on, and that is said
        Assert.Equal(new(0, null, 1), result.Classes[1].Before);        // below its threshold
        Assert.Equal(vocabulary.Classes, draft.Classes.Select((one, id) => one with { Threshold = vocabulary.Classes[id].Threshold }));
        Assert.Equal(draft.Classes.Select(one => one.Threshold), VocabularyFile.Parse(result.Draft.GetRawText(), "v").Classes.Select(one => one.Threshold));

        static void Fill(ConfidenceCounts counts)
        {
            counts.Add(0, 100, right: true, 50);
            counts.Add(0, 100, right: false, 50);
            counts.Add(0, 200, right: true, 100);
            counts.Add(1, 20, right: true, 10);
            counts.Add(2, 90, right: false, 90);
        }
    }

    [Fact]
    public void Counts_AddUp_AndComeBackFromTheirBytes()
    {
        var (one, other) = (Counts((3, 4, 5)), new ConfidenceCounts { Known = 7 });
        other.Add(0, 3, right: true);
        other.Add(9, 255, right: false, 2);
        one.Add(ConfidenceCounts.Parse(other.ToBytes()));
        Assert.Equal(((5L, 5L), (0L, 2L), 7L), (one.From(0, 3), one.From(9, 0), one.Known));
        Assert.Equal([0, 9], one.Classes);
    }

    private static ConfidenceCounts Counts(params (byte Step, long Right, long Wrong)[] rows)
    {
        var counts = new ConfidenceCounts();
        foreach (var (step, right, wrong) in rows)
        {
            counts.Add(0, step, right: true, right);
            counts.Add(0, step, right: false, wrong);
        }

        return counts;
    }
}
