using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Results;

/// <summary>What became of one image of a job.</summary>
public sealed record ImageResult
{
    /// <summary>Index within the job, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Name within the dataset.</summary>
    public required string Image { get; init; }

    /// <summary>What became of it.</summary>
    public required ResultStatus Status { get; init; }

    /// <summary>Which try this is, from 2 on; null = the first. A later try of a failed image stands in place of the earlier ones.</summary>
    public int? Attempt { get; init; }

    /// <summary>Failed: a code, lower case with underscores.</summary>
    public string? Reason { get; init; }

    /// <summary>Failed: one sentence.</summary>
    public string? Message { get; init; }

    /// <summary>Width in pixels, upright; null if it could not be decoded.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, upright; null if it could not be decoded.</summary>
    public int? Height { get; init; }

    /// <summary>Size of the encoded image; null if it could not be read.</summary>
    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the encoded image, lower-case hex; null if it could not be read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The label map, for <see cref="ResultClient.DownloadAsync"/>; null for a failure.</summary>
    public string? Mask { get; init; }

    /// <summary>The confidence map, if asked for.</summary>
    public string? Confidence { get; init; }

    /// <summary>The overlay, if asked for.</summary>
    public string? Overlay { get; init; }

    /// <summary>How much a person should look at the image before others, 0 to 1; null if it failed, or the server does not say.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>What the dataset says about the image: a JSON object; null if it says nothing.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The classes that have pixels, by ascending id.</summary>
    public IReadOnlyList<ResultClass> Classes { get; init; } = [];

    /// <summary>Milliseconds by stage; differs from run to run.</summary>
    public ResultTimings? Timings { get; init; }

    /// <summary>The place after this result. Keep it once the result is dealt with: reading after it goes on with the next one.</summary>
    [JsonIgnore] public string Cursor { get; init; } = "";

    /// <summary>The result as the server wrote it, with what this client does not know.</summary>
    [JsonIgnore] public string Json { get; init; } = "";
}

/// <summary>What became of an image.</summary>
[JsonConverter(typeof(OpenEnumConverter<ResultStatus>))]
public enum ResultStatus
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>Labelled.</summary>
    Ok,

    /// <summary>Not labelled, for a reason of its own.</summary>
    Failed,
}

/// <summary>A class in one label map.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pixels">Number of pixels with the id.</param>
/// <param name="Score">Mean confidence over them, 0 to 1.</param>
public sealed record ResultClass(int Id, string Name, long Pixels, double Score);

/// <summary>Where the time of one image went, in milliseconds.</summary>
/// <param name="ReadMs">Reading its bytes.</param>
/// <param name="DecodeMs">Decoding and resizing.</param>
/// <param name="DeviceMs">Its share of its batch on the device.</param>
/// <param name="EncodeMs">Encoding its outputs.</param>
/// <param name="WriteMs">Writing them.</param>
/// <param name="Reused">True if the result was taken over from the same picture.</param>
public sealed record ResultTimings(double ReadMs, double DecodeMs, double DeviceMs, double EncodeMs, double WriteMs, bool? Reused = null);
