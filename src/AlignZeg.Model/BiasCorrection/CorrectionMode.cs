using System.Text.Json.Serialization;

namespace AlignZeg.Model.BiasCorrection;

/// <summary>How scores of seen classes are lowered on proposals that look unseen (method 7.2; the paper's own formula is unknown).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CorrectionMode>))]
public enum CorrectionMode
{
    /// <summary>p'(c) = p(c) - gamma: calibrated stacking, gated by proposal.</summary>
    [JsonStringEnumMemberName("subtract")] Subtract,

    /// <summary>gamma off the logits before the softmax: what seen classes lose goes to unseen ones and background.</summary>
    [JsonStringEnumMemberName("odds")] Odds,

    /// <summary>p'(c) = (1 - gamma)·p(c).</summary>
    [JsonStringEnumMemberName("scale")] Scale,
}
