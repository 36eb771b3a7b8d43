using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Model.Inference;

/// <summary>
/// A segmentation model on one device: images in, label maps out. Not thread-safe: all calls come from the thread that owns the device, because native
/// memory is managed by per-thread scopes. Results depend on the image and the classifier only, never on the other images of a batch.
/// </summary>
public interface ISegmenter : IDisposable
{
    /// <summary>SHA-256 over the bundle's files, lower-case hex: two segmenters with equal hashes give equal results on the same kind of device.</summary>
    string Hash { get; }

    /// <summary>Bytes of its weights on the device.</summary>
    long ResidentBytes => 0;

    /// <summary>Classes that its text encoder has embedded since it was loaded, those that the model itself asks for included.</summary>
    long TextRuns => 0;

    /// <summary>Images that its image encoder has read since it was loaded, without <see cref="WarmUp"/>.</summary>
    long ImageRuns => 0;

    /// <summary>One small forward pass, so that the first image does not pay for what happens once; what does not work says so here.</summary>
    void WarmUp()
    {
    }

    /// <summary>Pure, and the one member that any thread may call. The size to which an image of the given upright size is resized (antialiased bicubic) before <see cref="Segment"/>; pixels.</summary>
    InputSize InputSizeFor(int width, int height);

    /// <summary>Prompts with <c>{}</c> for a class's name, in which it reads the classes of a vocabulary that has no templates.</summary>
    IReadOnlyList<string> Templates => ["{}"];

    /// <summary>What the tokenizer makes of a text: how many tokens, which words it does not know, whether it is longer than the context.</summary>
    TextReport Inspect(string text);

    /// <summary>Runs the text tower over every class and fits the background prototypes to them. Slow; cached by the vocabulary.</summary>
    /// <exception cref="ArgumentException">No classes, or a class without a name.</exception>
    Classifier BuildClassifier(ClassifierRequest request, CancellationToken cancellationToken = default);

    /// <summary>Segments a batch. The token is checked between images; what was computed until then is dropped.</summary>
    /// <returns>One result per input, in input order.</returns>
    IReadOnlyList<SegmentedImage> Segment(IReadOnlyList<SegmenterInput> batch, Classifier classifier, CancellationToken cancellationToken = default);

    /// <summary>Whether <see cref="Extract"/> and <see cref="Score"/> are there: a CLIP alone has no proposals that could be kept.</summary>
    bool HasFeatures => false;

    /// <summary>The part of <see cref="Segment"/> that does not depend on the classes. The token is checked between images.</summary>
    /// <exception cref="NotSupportedException">The model <see cref="HasFeatures">has none</see>.</exception>
    IReadOnlyList<ImageFeatures> Extract(IReadOnlyList<SegmenterInput> batch, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("This model has no features that are apart from the classes.");

    /// <summary>The rest of it: bit by bit what <see cref="Segment"/> gives for the images that the features were extracted from, on the same kind of device.</summary>
    /// <exception cref="NotSupportedException">The model <see cref="HasFeatures">has none</see>.</exception>
    IReadOnlyList<SegmentedImage> Score(IReadOnlyList<ImageFeatures> batch, Classifier classifier, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("This model has no features that are apart from the classes.");
}

/// <summary>A size in pixels.</summary>
public readonly record struct InputSize(int Width, int Height);

/// <summary>What the tokenizer makes of one text.</summary>
/// <param name="Tokens">Number of tokens of all of the text, without start and end.</param>
/// <param name="UnknownWords">Words without a token of their own; empty for byte-level tokenizers.</param>
/// <param name="Context">The most tokens that the model reads, without start and end (CLIP: 75).</param>
public sealed record TextReport(int Tokens, IReadOnlyList<string> UnknownWords, int Context)
{
    /// <summary>True if the text is longer than the model's context.</summary>
    public bool Truncated => Tokens > Context;
}

/// <summary>The classes to recognise, background classes left out.</summary>
/// <param name="Classes">Per class its name followed by its synonyms; at least one text each.</param>
/// <param name="Templates">Prompt templates with <c>{}</c> for the name; empty = the model's own.</param>
public sealed record ClassifierRequest(IReadOnlyList<IReadOnlyList<string>> Classes, IReadOnlyList<string> Templates)
{
    /// <summary>Per class its row in a classifier that the same model made of the same texts and templates, or null where there is none; empty = none at all. Rows that
    /// are known are taken over bit by bit, without the text encoder.</summary>
    public IReadOnlyList<float[]?> KnownText { get; init; } = [];

    /// <summary><see cref="Classifier.SeenText"/> of such a classifier; empty = not known.</summary>
    public float[] KnownSeenText { get; init; } = [];

    /// <summary>What the text tower reads for a name in a template.</summary>
    public static string Prompt(string template, string name)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Replace("{}", name, StringComparison.Ordinal);
    }

    /// <summary>The classes that the text encoder has to read, ascending.</summary>
    internal int[] Unknown => [.. Enumerable.Range(0, Classes.Count).Where(c => KnownText.Count == 0 || KnownText[c] is null)];
}

/// <summary>One image at the model's input size.</summary>
/// <param name="Rgb">Interleaved 8-bit RGB, row-major, <c>Size.Height * Size.Width * 3</c> bytes.</param>
/// <param name="Size">As <see cref="ISegmenter.InputSizeFor"/> gave it.</param>
/// <param name="Width">Width of the upright original; the result has it.</param>
/// <param name="Height">Height of the upright original.</param>
public sealed record SegmenterInput(byte[] Rgb, InputSize Size, int Width, int Height)
{
    /// <summary>The image in tiles, which are read one by one and blended; then <see cref="Rgb"/> is empty, and <see cref="Size"/> that of a tile. Null = it is read whole.</summary>
    public TiledInput? Tiled { get; init; }
}

/// <summary>The label map of one image at its original size, row-major.</summary>
/// <param name="Labels">Per pixel the index of a class of the classifier, or <see cref="Unclaimed"/>, or <see cref="Abstained"/>.</param>
/// <param name="Confidence">Per pixel the score of the label, 0..255 for 0..1; for unclaimed pixels, how sure it is that no class is there; for abstained ones, the score that was not enough.</param>
public sealed record SegmentedImage(ushort[] Labels, byte[] Confidence)
{
    /// <summary>No class claims the pixel: background.</summary>
    public const ushort Unclaimed = ushort.MaxValue;

    /// <summary>The classifier's <see cref="Classifier.Abstention"/> leaves the pixel without a class: not even background.</summary>
    public const ushort Abstained = ushort.MaxValue - 1;
}
