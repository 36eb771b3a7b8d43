using System.Text.Json.Serialization;

namespace AlignZeg.Model.BiasCorrection;

/// <summary>What stands for unseen classes while the indicator is trained.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IndicatorSurrogate>))]
public enum IndicatorSurrogate
{
    /// <summary>Virtual features of feature expansion [sec].</summary>
    [JsonStringEnumMemberName("virtual")] Virtual,

    /// <summary>Seen classes, some drawn anew at every step, whose prototypes the profile is not shown: real proposals of classes without a prototype. Ours; for the profile only.</summary>
    [JsonStringEnumMemberName("pseudo_unseen")] PseudoUnseen,
}
