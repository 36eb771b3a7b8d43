namespace AlignZeg.Model.Inference;

/// <summary>
/// A segmentation model on one device: images in, label maps out. Not thread-safe: all calls come from the thread that owns the device, because native
/// memory is managed by per-thread scopes. Results depend on the image and the classifier only, never on the other images of a batch.
/// </summary>
public interface ISegmenter : IDisposable
{
    /// <summary>SHA-256 over the bundle's files, lower-case hex: two segmenters with equal hashes give equal results on the same kind of device.</summary>
    string Hash { get; }

    /// <summary>Pure, and the one member that any thread may call. The size to which an image of the given upright size is resized (antialiased bicubic) before <see cref="Segment"/>; pixels.</summary>
    InputSize InputSizeFor(int width, int height);

    /// <summary>What the tokenizer makes of a text: how many tokens, which words it does not know, whether it is longer than the context.</summary>
    TextReport Inspect(string text);

    /// <summary>Runs the text tower over every class and fits the background prototypes to them. Slow; cached by the vocabulary.</summary>
    /// <exception cref="ArgumentException">No classes, or a class without a name.</exception>
    Classifier BuildClassifier(ClassifierRequest request, CancellationToken cancellationToken = default);

    /// <summary>Segments a batch. The token is checked between images; what was computed until then is dropped.</summary>
    /// <returns>One result per input, in input order.</returns>
    IReadOnlyList<SegmentedImage> Segment(IReadOnlyList<SegmenterInput> batch, Classifier classifier, CancellationToken cancellationToken = default);
}

/// <summary>A size in pixels.</summary>
public readonly record struct InputSize(int Width, int Height);

/// <summary>What the tokenizer makes of one text.</summary>
/// <param name="Tokens">Number of tokens, without start and end.</param>
/// <param name="UnknownWords">Words without a token of their own; empty for byte-level tokenizers.</param>
/// <param name="Truncated">True if the text is longer than the model's context.</param>
public sealed record TextReport(int Tokens, IReadOnlyList<string> UnknownWords, bool Truncated);

/// <summary>The classes to recognise, background classes left out.</summary>
/// <param name="Classes">Per class its name followed by its synonyms; at least one text each.</param>
/// <param name="Templates">Prompt templates with <c>{}</c> for the name; empty = the model's own.</param>
public sealed record ClassifierRequest(IReadOnlyList<IReadOnlyList<string>> Classes, IReadOnlyList<string> Templates);

/// <summary>One image at the model's input size.</summary>
/// <param name="Rgb">Interleaved 8-bit RGB, row-major, <c>Size.Height * Size.Width * 3</c> bytes.</param>
/// <param name="Size">As <see cref="ISegmenter.InputSizeFor"/> gave it.</param>
/// <param name="Width">Width of the upright original; the result has it.</param>
/// <param name="Height">Height of the upright original.</param>
public sealed record SegmenterInput(byte[] Rgb, InputSize Size, int Width, int Height);

/// <summary>The label map of one image at its original size, row-major.</summary>
/// <param name="Labels">Per pixel the index of a class of the classifier, or <see cref="Unclaimed"/>.</param>
/// <param name="Confidence">Per pixel the score of the label, 0..255 for 0..1; for unclaimed pixels, how sure it is that no class is there.</param>
public sealed record SegmentedImage(ushort[] Labels, byte[] Confidence)
{
    /// <summary>No class claims the pixel: background.</summary>
    public const ushort Unclaimed = ushort.MaxValue;
}
