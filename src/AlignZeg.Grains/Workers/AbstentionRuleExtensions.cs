using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Workers;

/// <summary>A vocabulary's rule as a model takes it.</summary>
internal static class AbstentionRuleExtensions
{
    /// <summary>The classifier with a rule; without one it is itself.</summary>
    /// <exception cref="ArgumentException">The rule is of another number of classes.</exception>
    public static Classifier With(this Classifier classifier, AbstentionRule? rule)
    {
        if (rule is null) return classifier;
        if (rule.Thresholds.Count != classifier.Classes || rule.Margins.Count != classifier.Classes)
            throw new ArgumentException($"The abstention rule is of {rule.Thresholds.Count} classes, the classifier of {classifier.Classes}.", nameof(rule));
        return classifier with { Abstention = new([.. rule.Thresholds], [.. rule.Margins], rule.BackgroundThreshold, rule.BackgroundMargin) };
    }
}
