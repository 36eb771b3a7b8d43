namespace AlignZeg.Model.Inference;

/// <summary>
/// What a vocabulary becomes for one model: class embeddings and the background prototypes fitted to them.
/// Plain numbers, so that it can be cached as a blob and used on any device.
/// </summary>
/// <param name="Dimension">D, the width of the joint image-text space.</param>
/// <param name="Text">[C, D] row-major, L2-normalised; templates and synonyms folded in.</param>
/// <param name="Background">[K, D] row-major, L2-normalised; prototypes that coincide with a class of the vocabulary are left out. K may be 0.</param>
/// <param name="Seen">[C]: whether the model was trained with masks of the class.</param>
public sealed record Classifier(int Dimension, float[] Text, float[] Background, bool[] Seen)
{
    private const int Magic = 0x315A4C41, MagicWithSeenText = 0x325A4C41; // "ALZ1", "ALZ2"

    /// <summary>[Cs, D] row-major, L2-normalised: prototypes of the MODEL's seen classes, whatever the vocabulary holds; empty where the model's bias correction does not
    /// look at them.</summary>
    public float[] SeenText { get; init; } = [];

    /// <summary>Which pixels get no class at all; null = every pixel gets its best. No part of the bytes: vocabularies that differ in nothing else share a classifier.</summary>
    public Abstention? Abstention { get; init; }

    /// <summary>C, the number of classes.</summary>
    public int Classes => Seen.Length;

    /// <summary>K, the number of background prototypes.</summary>
    public int Prototypes => Background.Length / Dimension;

    /// <summary>Cs, the number of the model's seen classes in <see cref="SeenText"/>.</summary>
    public int SeenPrototypes => SeenText.Length / Dimension;

    /// <summary>The embedding of one class, [D]; null for a negative position.</summary>
    public float[]? RowOf(int position) => position < 0 ? null : Text[(position * Dimension)..((position + 1) * Dimension)];

    /// <summary>The little-endian form: magic, D, C, K, C seen flags, Text, Background; with <see cref="SeenText"/> another magic, and Cs and it at the end.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        foreach (int number in new[] { SeenText.Length == 0 ? Magic : MagicWithSeenText, Dimension, Classes, Prototypes }) writer.Write(number);
        foreach (bool seen in Seen) writer.Write(seen);
        foreach (float value in Text) writer.Write(value);
        foreach (float value in Background) writer.Write(value);
        if (SeenText.Length > 0) writer.Write(SeenPrototypes);
        foreach (float value in SeenText) writer.Write(value);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not such bytes, or cut short.</exception>
    public static Classifier FromBytes(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var reader = new BinaryReader(new MemoryStream(bytes));
        int magic = bytes.Length < 16 ? 0 : reader.ReadInt32();
        if (magic is not (Magic or MagicWithSeenText)) throw new InvalidDataException("These bytes are not a classifier.");
        var (dimension, classes, prototypes) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (dimension <= 0 || classes < 0 || prototypes < 0) throw Damaged();
        long end = 16L + classes + 4L * dimension * ((long)classes + prototypes), rest = bytes.Length - end;
        if (magic == Magic ? rest != 0 : rest < 4) throw Damaged();
        var seen = Enumerable.Range(0, classes).Select(_ => reader.ReadBoolean()).ToArray();
        var (text, background) = (ReadFloats(reader, classes * dimension), ReadFloats(reader, prototypes * dimension));
        if (magic == Magic) return new(dimension, text, background, seen);
        int seenPrototypes = reader.ReadInt32();
        if (seenPrototypes < 1 || rest != 4 + 4L * dimension * seenPrototypes) throw Damaged();
        return new(dimension, text, background, seen) { SeenText = ReadFloats(reader, seenPrototypes * dimension) };
    }

    private static InvalidDataException Damaged() => new("The classifier is cut short or damaged; delete it, it will be computed again.");

    private static float[] ReadFloats(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++) values[i] = reader.ReadSingle();
        return values;
    }
}
