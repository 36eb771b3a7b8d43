using System.Runtime.InteropServices;

namespace AlignZeg.Model;

/// <summary>Tensors as arrays, copied as one block: TorchSharp's accessor goes from number to number.</summary>
internal static class TensorExtensions
{
    /// <summary>A tensor's numbers in row-major order, wherever it lies and however it is strided.</summary>
    /// <typeparam name="T">The type that <paramref name="values"/> has; nothing is converted.</typeparam>
    /// <exception cref="ArgumentException">The tensor holds numbers of another type.</exception>
    public static T[] ToNumbers<T>(this Tensor values) where T : unmanaged
    {
        if (values.dtype != TypeOf<T>()) throw new ArgumentException($"A tensor of {values.dtype} has no numbers of type {typeof(T).Name}.", nameof(values));
        if (values.numel() == 0) return [];
        using var scope = NewDisposeScope(); // holds the tensor whose memory is read
        return MemoryMarshal.Cast<byte, T>(values.cpu().contiguous().bytes).ToArray();
    }

    private static ScalarType? TypeOf<T>() where T : unmanaged => default(T) switch
    {
        byte => ScalarType.Byte,
        long => ScalarType.Int64,
        float => ScalarType.Float32,
        double => ScalarType.Float64,
        _ => null,
    };
}
