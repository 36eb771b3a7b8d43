using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Server.Segmenting;

/// <summary>The classes to look for.</summary>
/// <param name="Definition">They.</param>
/// <param name="Version">The vocabulary that they are a version of; null = a draft, published nowhere.</param>
/// <param name="Number">Which version.</param>
internal sealed record DraftOrVersion(VocabularyDefinition Definition, IVocabularyGrain? Version = null, int Number = 0)
{
    /// <summary>The same classes with other limits for those that have none of their own; their classifier stays.</summary>
    /// <param name="threshold">0 to 1; null = as it is.</param> <param name="margin">0 to 1; null = as it is.</param>
    /// <exception cref="InvalidVocabularyException">A number is out of range.</exception>
    public DraftOrVersion With(double? threshold, double? margin) =>
        this with { Definition = VocabularyRules.Require(Definition with { Threshold = threshold ?? Definition.Threshold, Margin = margin ?? Definition.Margin }) };
}
