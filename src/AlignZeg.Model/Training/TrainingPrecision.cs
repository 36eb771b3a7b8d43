using System.Text.Json.Serialization;

namespace AlignZeg.Model.Training;

/// <summary>In which numbers the frozen CLIP extracts features. What is trained is always kept and computed in fp32.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingPrecision>))]
public enum TrainingPrecision
{
    /// <summary>32-bit floating point.</summary>
    [JsonStringEnumMemberName("fp32")] Full,

    /// <summary>16-bit "brain" floating point: faster where processor or GPU have it.</summary>
    [JsonStringEnumMemberName("bf16")] BFloat16,
}
