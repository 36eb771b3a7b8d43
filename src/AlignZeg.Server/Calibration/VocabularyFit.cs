using System.Text.Json;
using AlignZeg.Abstractions.Reviews;
using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Server.Calibration;

/// <summary>A vocabulary's thresholds from counts of some images, tested on counts of others. Pure.</summary>
/// <param name="version">To begin from.</param>
/// <param name="fitted">Counts to fit on.</param>
/// <param name="tested">Counts to test on.</param>
internal sealed class VocabularyFit(VocabularyVersion version, ConfidenceCounts fitted, ConfidenceCounts tested)
{
    private readonly VocabularyDefinition _vocabulary = version.Definition;

    /// <summary>Fits every class that the model gave to a pixel.</summary>
    /// <param name="fit">How.</param> <param name="target">As asked for.</param> <param name="images">How many the counts are of.</param>
    public (VocabularyDefinition Draft, CalibrationResult Result) Run(ThresholdFit fit, double target, (int Fitted, int Tested) images)
    {
        var fits = fitted.Classes.Union(tested.Classes).Order().ToDictionary(id => id, id => fit.Fit(fitted, id));
        var draft = _vocabulary with { Classes = [.. _vocabulary.Classes.Select((one, id) => fits.GetValueOrDefault(id)?.Threshold is { } threshold ? With(one, threshold) : one)] };
        var classes = fits.Select(one => new CalibratedClass(
            one.Key, _vocabulary.NameOf(one.Key), one.Value.Outcome, ThresholdOf(draft, one.Key) is var threshold and > 0 ? threshold : null, FiguresOf(_vocabulary, [one.Key]), FiguresOf(draft, [one.Key])));
        return (draft, new(
            target, images.Fitted, images.Tested, FiguresOf(_vocabulary, fits.Keys), FiguresOf(draft, fits.Keys), [.. classes], version.Number,
            JsonSerializer.Deserialize<JsonElement>(VocabularyJson.Canonical(draft)), null));
    }

    // No threshold is written as one only where the vocabulary's would count otherwise.
    private VocabularyClass With(VocabularyClass one, double threshold) => one with { Threshold = threshold > 0 || _vocabulary.Threshold > 0 ? threshold : null };

    private static double ThresholdOf(VocabularyDefinition vocabulary, int id) => vocabulary.Classes[id].Threshold ?? vocabulary.Threshold ?? 0;

    private CalibrationFigures FiguresOf(VocabularyDefinition vocabulary, IReadOnlyCollection<int> classes)
    {
        var (kept, right, all) = (0L, 0L, 0L);
        foreach (int id in classes)
        {
            var (some, every) = (tested.From(id, StepOf(vocabulary, id)), tested.From(id, 0));
            (kept, right, all) = (kept + some.Right + some.Wrong, right + some.Right, all + every.Right + every.Wrong);
        }

        return new(kept, kept == 0 ? null : Math.Round((double)right / kept, 4), all == 0 ? null : Math.Round(1 - (double)kept / all, 4));
    }

    private static int StepOf(VocabularyDefinition vocabulary, int id) => ThresholdFit.StepOf(ThresholdOf(vocabulary, id));
}
