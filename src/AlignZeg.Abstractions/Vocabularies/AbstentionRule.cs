namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>
/// What a class's score must be for a pixel to get the class; a pixel that no class gets so is ignored. The score is the one that confidence maps and <c>score</c> of
/// results show: for models with proposals the sum over proposals of class probability times mask, for a CLIP alone the softmax over the classes. The background's is
/// one less the best class's. Ours.
/// </summary>
/// <param name="Thresholds">Per recognised class, in the order of the classifier, the least score; 0 = any.</param>
/// <param name="Margins">Per recognised class the least lead over the second-best class; 0 = any.</param>
/// <param name="BackgroundThreshold">Least score of a pixel that no class claims.</param>
/// <param name="BackgroundMargin">Its least lead over the best class.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.abstention-rule")]
public sealed record AbstentionRule(IReadOnlyList<float> Thresholds, IReadOnlyList<float> Margins, float BackgroundThreshold, float BackgroundMargin)
{
    /// <summary>The rule of a vocabulary; null if it gives every pixel its best class.</summary>
    public static AbstentionRule? Of(VocabularyDefinition vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        float Threshold(VocabularyClass one) => (float)(one.Threshold ?? vocabulary.Threshold ?? 0);
        float Margin(VocabularyClass one) => (float)(one.Margin ?? vocabulary.Margin ?? 0);
        if (vocabulary.Classes.All(one => Threshold(one) == 0 && Margin(one) == 0)) return null;
        var (recognised, background) = (vocabulary.Classes.Where(one => !one.Background).ToArray(), vocabulary.Classes.FirstOrDefault(one => one.Background));
        return new([.. recognised.Select(Threshold)], [.. recognised.Select(Margin)], background is null ? 0 : Threshold(background), background is null ? 0 : Margin(background));
    }
}
