namespace AlignZeg.Model.Checkpoints;

/// <summary>A view of a storage.</summary>
/// <param name="Storage">Where the numbers are.</param> <param name="Offset">Of the first, in numbers.</param>
/// <param name="Shape">Empty for a scalar.</param> <param name="Strides">In numbers, one per side; 0 repeats.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>True if every number lies within the storage, and the tensor is not too large to be read.</summary>
    public bool Fits
    {
        get
        {
            if (Offset < 0 || Shape.Length != Strides.Length || Strides.Any(s => s < 0) || StoredTensor.BytesOf(Shape, Storage.Type) < 0) return false;
            if (Shape.Contains(0)) return true;
            Int128 last = Offset;
            for (int i = 0; i < Shape.Length; i++) last += (Int128)(Shape[i] - 1) * Strides[i];
            return last < Storage.Count;
        }
    }
}
