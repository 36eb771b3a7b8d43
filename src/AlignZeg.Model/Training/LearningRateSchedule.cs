using System.Text.Json.Serialization;

namespace AlignZeg.Model.Training;

/// <summary>What the learning rate does after the warm-up.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>Half a cosine down to zero.</summary>
    [JsonStringEnumMemberName("cosine")] Cosine,

    /// <summary>It stays.</summary>
    [JsonStringEnumMemberName("constant")] Constant,

    /// <summary>(1 - share of the steps done) to a power, 0.9 by default [SAN].</summary>
    [JsonStringEnumMemberName("poly")] Poly,
}
