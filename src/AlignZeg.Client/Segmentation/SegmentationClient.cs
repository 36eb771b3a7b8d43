using System.Text.Json;
using AlignZeg.Client.Images;
using AlignZeg.Client.Transport;
using AlignZeg.Client.Vocabularies;

namespace AlignZeg.Client.Segmentation;

/// <summary>Single images, labelled before all jobs.</summary>
public sealed class SegmentationClient
{
    private readonly ApiTransport _transport;

    internal SegmentationClient(ApiTransport transport) => _transport = transport;

    /// <summary>Labels one image with a published vocabulary. Repeated by itself, as nothing of it stays; each answer is charged.</summary>
    /// <param name="image">Encoded bytes.</param> <param name="model">What labels.</param> <param name="vocabulary">The classes.</param> <param name="version">Null = the latest.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<SegmentedImage> SegmentAsync(ReadOnlyMemory<byte> image, string model, string vocabulary, int? version = null, CancellationToken cancellationToken = default) =>
        CallAsync(image, "v1/segment".With(("model", model), ("png", "true"), ("vocabulary", vocabulary), ("version", version)), cancellationToken);

    /// <summary>The same with classes that are published nowhere.</summary>
    public Task<SegmentedImage> TryAsync(ReadOnlyMemory<byte> image, string model, IReadOnlyList<string> classes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return CallAsync(image, classes.Aggregate("v1/segment".With(("model", model), ("png", "true")), (path, name) => path.With(("class", name))), cancellationToken);
    }

    /// <summary>The same with a draft of a vocabulary, with its synonyms, templates and thresholds, of which nothing is stored.</summary>
    public Task<SegmentedImage> TryAsync(ReadOnlyMemory<byte> image, string model, VocabularyDefinition draft, CancellationToken cancellationToken = default)
    {
        string text = JsonSerializer.Serialize(draft, ClientJson.Default.VocabularyDefinition);
        return CallAsync(ApiCall.Post(ApiPath.Of("vocabularies", "try").With(("model", model), ("png", "true")), () => Form(image, text)), cancellationToken);
    }

    private static MultipartFormDataContent Form(ReadOnlyMemory<byte> image, string vocabulary) => new() { { new ReadOnlyMemoryContent(image), "image", "image" }, { new StringContent(vocabulary), "vocabulary" } };

    private Task<SegmentedImage> CallAsync(ReadOnlyMemory<byte> image, string path, CancellationToken cancellationToken) =>
        CallAsync(ApiCall.Post(path, ImageClient.Bytes(() => new ReadOnlyMemoryContent(image))), cancellationToken);

    private Task<SegmentedImage> CallAsync(ApiCall call, CancellationToken cancellationToken) =>
        _transport.SendAsync(call with { Repeatable = true, Headers = headers => headers.Accept.ParseAdd("application/json") }, ClientJson.Default.SegmentedImage, cancellationToken);
}

/// <summary>An image with its classes.</summary>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="DeviceMs">Time on the device.</param>
/// <param name="Classes">Those that have pixels, by ascending id.</param>
/// <param name="Unlabelled">Pixels that no class claims.</param>
/// <param name="MaskPng">The label map: a PNG of class ids.</param>
public sealed record SegmentedImage(int Width, int Height, double DeviceMs, IReadOnlyList<FoundClass> Classes, long Unlabelled, ReadOnlyMemory<byte> MaskPng)
{
    /// <summary>How much a person should look at it, 0 to 1; null if the server does not say.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>The pixels of each class of <see cref="Classes"/>, in their order; empty if the server does not say.</summary>
    public IReadOnlyList<ClassMask> Masks { get; init; } = [];
}

/// <summary>The pixels of one class, as COCO writes them.</summary>
/// <param name="Id">The class.</param>
/// <param name="Size">Height and width in pixels.</param>
/// <param name="Counts">Run lengths down the columns, in COCO's compressed text.</param>
/// <param name="Bbox">Left, top, width and height in pixels.</param>
/// <param name="Area">Pixels.</param>
public sealed record ClassMask(int Id, IReadOnlyList<int> Size, string Counts, IReadOnlyList<double> Bbox, long Area);

/// <summary>A class that was found.</summary>
/// <param name="Id">Its position in the vocabulary.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">As the label map has it, <c>#rrggbb</c>.</param>
/// <param name="Pixels">How many.</param>
public sealed record FoundClass(int Id, string Name, string Color, long Pixels);
