namespace AlignZeg.Model.Checkpoints;

/// <summary>An array of numpy, whose numbers lie within the pickle; detectron2's model zoo stores weights so.</summary>
internal sealed class NumpyArray
{
    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["f4"] = ScalarType.Float32, ["f2"] = ScalarType.Float16, ["f8"] = ScalarType.Float64, ["i8"] = ScalarType.Int64, ["i4"] = ScalarType.Int32,
        ["i2"] = ScalarType.Int16, ["i1"] = ScalarType.Int8, ["u1"] = ScalarType.Byte, ["b1"] = ScalarType.Bool,
    };

    /// <summary>Empty for a scalar.</summary>
    public long[] Shape { get; private set; } = [];

    /// <summary>Of the numbers; null for what no tensor holds, such as texts.</summary>
    public ScalarType? Type { get; private set; }

    /// <summary>True if the first side runs fastest.</summary>
    public bool Fortran { get; private set; }

    /// <summary>Little-endian numbers.</summary>
    public byte[] Data { get; private set; } = [];

    /// <summary>The type of a numpy name such as "f4" or "&lt;f4"; null if no tensor holds it.</summary>
    public static ScalarType? TypeOf(string name) => Types.TryGetValue(name.TrimStart('<', '|', '='), out var type) ? type : null;

    /// <summary>Takes over what numpy pickles of an array: (version, shape, type, Fortran order, bytes).</summary>
    /// <exception cref="InvalidDataException">It makes no sense.</exception>
    public void Build(object? state)
    {
        if (state is not object?[] { Length: 5 } parts || parts[1] is not object?[] shape || !shape.All(s => s is long) || parts[2] is not NumpyType type
            || parts[3] is not bool fortran || parts[4] is not byte[] data)
            throw new InvalidDataException("an array of numpy makes no sense");
        (Shape, Type, Fortran, Data) = ([.. shape.Cast<long>()], type.BigEndian ? null : TypeOf(type.Name), fortran, data);
        if (Type is { } known && StoredTensor.BytesOf(Shape, known) != data.Length) throw new InvalidDataException("an array of numpy has another size than its shape");
    }

    /// <summary>The array as a tensor.</summary>
    public Tensor ToTensor()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream(Data, writable: false);
        if (!Fortran) return StoredTensor.ReadFrom(stream, Shape, Type!.Value).MoveToOuterDisposeScope();
        var reversed = StoredTensor.ReadFrom(stream, [.. Shape.Reverse()], Type!.Value);
        return reversed.permute([.. Enumerable.Range(0, Shape.Length).Select(i => (long)i).Reverse()]).contiguous().MoveToOuterDisposeScope();
    }
}
