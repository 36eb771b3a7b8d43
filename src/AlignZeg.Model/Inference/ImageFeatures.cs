using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AlignZeg.Model.Inference;

/// <summary>
/// What a model sees in an image before it knows the classes: everything that its image encoder gives. Plain numbers, so that a change of the vocabulary does not need
/// the image again. Takes 4 (N h w + N D) bytes and 68 more.
/// </summary>
/// <param name="Size">Of the model's input.</param>
/// <param name="Width">Width of the upright original.</param>
/// <param name="Height">Height of the upright original.</param>
/// <param name="Grid">h and w of the masks.</param>
/// <param name="Masks">Mask logits of the N proposals, [N, h, w] row-major.</param>
/// <param name="Embeddings">Their embeddings in the joint space, [N, D] row-major.</param>
public sealed record ImageFeatures(InputSize Size, int Width, int Height, InputSize Grid, float[] Masks, float[] Embeddings)
{
    private const int Magic = 0x315A4C46, Numbers = 9; // "FLZ1"

    /// <summary>N, the number of proposals.</summary>
    public int Proposals => Masks.Length / (Grid.Width * Grid.Height);

    /// <summary>The little-endian form: magic, sizes, numbers, and SHA-256 of all of it.</summary>
    public byte[] ToBytes()
    {
        int[] head = [Magic, Size.Width, Size.Height, Width, Height, Grid.Width, Grid.Height, Masks.Length, Embeddings.Length];
        var content = new byte[4 * (head.Length + Masks.Length + Embeddings.Length) + SHA256.HashSizeInBytes];
        var (masks, embeddings) = (4 * head.Length, 4 * (head.Length + Masks.Length));
        MemoryMarshal.AsBytes<int>(head).CopyTo(content);
        MemoryMarshal.AsBytes<float>(Masks).CopyTo(content.AsSpan(masks));
        MemoryMarshal.AsBytes<float>(Embeddings).CopyTo(content.AsSpan(embeddings));
        SHA256.HashData(content.AsSpan(..^SHA256.HashSizeInBytes), content.AsSpan(^SHA256.HashSizeInBytes..));
        return content;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null for anything else, and for what is damaged.</summary>
    public static ImageFeatures? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 * Numbers + SHA256.HashSizeInBytes) return null;
        var content = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..])) return null;
        var head = MemoryMarshal.Cast<byte, int>(content[..(4 * Numbers)]);
        if (head[0] != Magic || content.Length != 4L * ((long)Numbers + head[7] + head[8])) return null;
        var numbers = MemoryMarshal.Cast<byte, float>(content[(4 * Numbers)..]);
        return new(new(head[1], head[2]), head[3], head[4], new(head[5], head[6]), numbers[..head[7]].ToArray(), numbers[head[7]..].ToArray());
    }
}
