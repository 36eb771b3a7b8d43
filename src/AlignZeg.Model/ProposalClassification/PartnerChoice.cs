using System.Text.Json.Serialization;

namespace AlignZeg.Model.ProposalClassification;

/// <summary>With whom a proposal is mixed; always one of another class.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartnerChoice>))]
public enum PartnerChoice
{
    /// <summary>Any proposal of the pool.</summary>
    [JsonStringEnumMemberName("uniform")] Uniform,

    /// <summary>Half of the time one of the classes nearest by name (text cosine), as mixtures of related classes resemble real ones more (ours, method 6.3).</summary>
    [JsonStringEnumMemberName("neighbour")] Neighbour,
}
