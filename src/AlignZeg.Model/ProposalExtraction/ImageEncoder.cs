using System.Text.Json.Serialization;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>The learnable encoder that stands beside CLIP.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageEncoder>))]
public enum ImageEncoder
{
    /// <summary>Strided convolutions, features at stride 4: for pictures of 64 pixels (ours).</summary>
    [JsonStringEnumMemberName("conv")] Conv,

    /// <summary>SAN's plain ViT, features at the stride of its patches: for pictures of 640 pixels.</summary>
    [JsonStringEnumMemberName("vit")] Vit,
}
