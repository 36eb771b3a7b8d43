namespace AlignZeg.Model.San;

/// <summary>How a tensor of SAN lies here.</summary>
internal enum SanLayout
{
    /// <summary>As it is.</summary>
    Same,

    /// <summary>[3·C, ..] there; three tensors for queries, keys and values here.</summary>
    Thirds,

    /// <summary>A matrix that multiplies from the right there, [in, out]; a linear layer's weight here, [out, in].</summary>
    Transposed,

    /// <summary>A 1x1 convolution there, [out, in, 1, 1]; a linear layer's weight here, [out, in].</summary>
    Pointwise,

    /// <summary>A constant there, computed here.</summary>
    Constant,
}
