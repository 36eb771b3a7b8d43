using System.Text.Json.Serialization;

namespace AlignZeg.Model.BiasCorrection;

/// <summary>What the class indicator judges a proposal by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IndicatorInput>))]
public enum IndicatorInput
{
    /// <summary>There is no indicator, and no correction.</summary>
    [JsonStringEnumMemberName("off")] Off,

    /// <summary>The embedding itself, by a trained MLP (method 7.1).</summary>
    [JsonStringEnumMemberName("embedding")] Embedding,

    /// <summary>Its sorted largest similarities to seen classes and their energy, by a trained MLP; knows no class by name (ours: it generalises, the embedding does not).</summary>
    [JsonStringEnumMemberName("profile")] Profile,

    /// <summary>1 - its largest similarity to a seen class, untrained (ours: AUROC 0.78 to 0.84 in the studies).</summary>
    [JsonStringEnumMemberName("similarity")] Similarity,
}
