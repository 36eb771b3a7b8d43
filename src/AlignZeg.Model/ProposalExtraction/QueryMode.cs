using System.Text.Json.Serialization;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>Where mask queries meet the features of the picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QueryMode>))]
public enum QueryMode
{
    /// <summary>AlignZeg: after the encoder, in refinement blocks (method 4.2).</summary>
    [JsonStringEnumMemberName("refined")] Refined,

    /// <summary>SAN: inside the encoder, as tokens of its sequence; needs the ViT encoder (method 4.1).</summary>
    [JsonStringEnumMemberName("joint")] Joint,
}
