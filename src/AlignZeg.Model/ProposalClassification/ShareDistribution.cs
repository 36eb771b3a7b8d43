using System.Text.Json.Serialization;

namespace AlignZeg.Model.ProposalClassification;

/// <summary>How the share λ of a mixture is drawn; always within 0.2 and 0.8, since beyond them a mixture is a seen sample with a wrong label (ours).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShareDistribution>))]
public enum ShareDistribution
{
    /// <summary>U(0.2, 0.8).</summary>
    [JsonStringEnumMemberName("uniform")] Uniform,

    /// <summary>Beta(a, a), drawn again until within the range. Source: the mixup family.</summary>
    [JsonStringEnumMemberName("beta")] Beta,
}
