namespace AlignZeg.Model.Inference;

/// <summary>
/// When a pixel gets no class at all: its best class scores below what the class must have, or leads the second-best one by less. Scores are those of
/// <see cref="SegmentedImage.Confidence"/>. Ours.
/// </summary>
/// <param name="Thresholds">Per class the least score, 0..1; 0 = any.</param> <param name="Margins">Per class the least lead over the second-best class, 0..1; 0 = any.</param>
/// <param name="BackgroundThreshold">Least score of a pixel that no class claims, which is one less the best class's.</param>
/// <param name="BackgroundMargin">Its least lead over the best class.</param>
public sealed record Abstention(float[] Thresholds, float[] Margins, float BackgroundThreshold = 0, float BackgroundMargin = 0)
{
    /// <summary>Whether the second-best class matters; looking for it costs as much again as the best.</summary>
    internal bool HasMargins { get; } = Margins.Any(margin => margin > 0);

    /// <summary>Whether a pixel of a class stays without it.</summary>
    internal bool Refuses(long label, float best, float second) => best < Thresholds[label] || best - second < Margins[label];

    /// <summary>Whether a pixel that no class claims stays without the background.</summary>
    internal bool RefusesBackground(float best) => 1 - best < BackgroundThreshold || 1 - 2 * best < BackgroundMargin;
}
