using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Reuse;

/// <summary>An image that was computed: where its outputs are, and what its record says of them.</summary>
/// <param name="Outputs">The mask first, then confidence, then overlay, as far as they were asked for.</param>
/// <param name="Width">Width in pixels, upright.</param>
/// <param name="Height">Height in pixels, upright.</param>
/// <param name="Classes">The classes that have pixels.</param>
/// <param name="Timings">Of the computation.</param>
internal sealed record ComputedResult(IReadOnlyList<BlobRef> Outputs, int Width, int Height, IReadOnlyList<ResultClass> Classes, ResultTimings Timings)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>See <see cref="ResultRecord.Uncertainty"/>.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null for anything else.</summary>
    public static ComputedResult? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ComputedResult>(bytes, Options) is { Outputs.Count: > 0 } result ? result : null;
        }
        catch (JsonException)
        {
            return null; // written by another version, or damaged: as good as none
        }
    }
}

/// <summary>An earlier result with the bytes of its outputs, which were there and undamaged when they were read.</summary>
/// <param name="Result">The result.</param>
/// <param name="Contents">One per output, in their order.</param>
internal sealed record EarlierResult(ComputedResult Result, IReadOnlyList<byte[]> Contents);
