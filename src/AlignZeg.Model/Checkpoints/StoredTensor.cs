namespace AlignZeg.Model.Checkpoints;

/// <summary>A tensor in a file, whose numbers are read when they are asked for: a checkpoint of several gigabytes is filled into a model piece by piece.</summary>
/// <param name="Type">Of its numbers, as stored.</param> <param name="Shape">Empty for a scalar.</param>
/// <param name="Read">Reads it, contiguous and on the CPU, into the current dispose scope; an <see cref="InvalidDataException"/> says what is wrong with the file.</param>
internal sealed record StoredTensor(ScalarType Type, long[] Shape, Func<Tensor> Read)
{
    /// <summary>The largest tensor that is read, bytes: numbers pass through spans, which count in 32 bits.</summary>
    public const long LargestBytes = int.MaxValue;

    /// <summary>Number of bytes of a shape, or -1 where that makes no sense: negative sides, or more than <see cref="LargestBytes"/>.</summary>
    public static long BytesOf(ReadOnlySpan<long> shape, ScalarType type)
    {
        Int128 bytes = type.ElementSize();
        foreach (long side in shape)
        {
            if (side < 0) return -1;
            bytes *= side;
            if (bytes > long.MaxValue) bytes = long.MaxValue; // stays too large, or becomes 0
        }

        return bytes > LargestBytes ? -1 : (long)bytes;
    }

    /// <summary>A tensor that is filled from a stream of raw little-endian numbers.</summary>
    /// <exception cref="EndOfStreamException">The stream is too short.</exception>
    public static Tensor ReadFrom(Stream stream, ReadOnlySpan<long> shape, ScalarType type)
    {
        var tensor = empty(shape.ToArray(), dtype: type);
        if (tensor.NumberOfElements > 0) stream.ReadExactly(tensor.bytes);
        return tensor;
    }
}
