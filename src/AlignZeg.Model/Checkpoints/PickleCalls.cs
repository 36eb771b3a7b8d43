using System.Text;

namespace AlignZeg.Model.Checkpoints;

/// <summary>
/// What a pickle may mention and call: the functions that put tensors, arrays and plain containers together, each written here again. Anything else is refused,
/// so that a file can do nothing but describe data. Source: what torch.save, torch.jit.save and numpy write (their Python sources, read; nothing copied).
/// </summary>
internal static class PickleCalls
{
    private static readonly Dictionary<string, ScalarType> Storages = new()
    {
        ["FloatStorage"] = ScalarType.Float32, ["HalfStorage"] = ScalarType.Float16, ["BFloat16Storage"] = ScalarType.BFloat16, ["DoubleStorage"] = ScalarType.Float64,
        ["LongStorage"] = ScalarType.Int64, ["IntStorage"] = ScalarType.Int32, ["ShortStorage"] = ScalarType.Int16, ["CharStorage"] = ScalarType.Int8,
        ["ByteStorage"] = ScalarType.Byte, ["BoolStorage"] = ScalarType.Bool,
    };

    private static readonly Dictionary<string, Func<object?[], object?>> Known = new()
    {
        ["collections.OrderedDict"] = DictionaryOf,
        ["collections.Counter"] = DictionaryOf,
        ["torch.Size"] = arguments => Items(arguments[0]),
        ["torch.device"] = arguments => string.Join(':', arguments),
        ["torch._utils._rebuild_tensor"] = Rebuild,
        ["torch._utils._rebuild_tensor_v2"] = Rebuild,
        ["torch._utils._rebuild_parameter"] = arguments => arguments[0],
        ["torch._utils._rebuild_parameter_with_state"] = arguments => arguments[0],
        ["torch.jit._pickle.build_intlist"] = arguments => arguments[0],
        ["torch.jit._pickle.build_doublelist"] = arguments => arguments[0],
        ["torch.jit._pickle.build_boollist"] = arguments => arguments[0],
        ["torch.jit._pickle.build_tensorlist"] = arguments => arguments[0],
        ["torch.jit._pickle.restore_type_tag"] = arguments => arguments[0],
        ["_codecs.encode"] = arguments => arguments is [string text, "latin1" or "latin-1"] ? Encoding.Latin1.GetBytes(text) : throw new InvalidDataException("a text is no text of bytes"),
        ["numpy.dtype"] = arguments => new NumpyType((string)arguments[0]!),
        ["numpy.core.multiarray._reconstruct"] = _ => new NumpyArray(),
        ["numpy._core.multiarray._reconstruct"] = _ => new NumpyArray(),
        ["numpy.core.multiarray.scalar"] = Scalar,
        ["numpy._core.multiarray.scalar"] = Scalar,
    };

    private static readonly HashSet<string> Types =
    [
        "numpy.ndarray", "torch.float16", "torch.bfloat16", "torch.float32", "torch.float64", "torch.int8", "torch.int16", "torch.int32", "torch.int64", "torch.uint8", "torch.bool",
    ];

    /// <summary>Whether a file may mention a name. Classes of a TorchScript archive ("__torch__...") stand for the dictionaries of their attributes.</summary>
    public static bool Knows(PickledName name) => Known.ContainsKey(name.ToString()) || Types.Contains(name.ToString()) || StorageType(name) is not null || IsScriptClass(name);

    public static bool IsScriptClass(PickledName name) => name.Module == "__torch__" || name.Module.StartsWith("__torch__.", StringComparison.Ordinal);

    /// <summary>What a call gives.</summary>
    /// <exception cref="InvalidDataException">The name is not one to call, or the arguments make no sense.</exception>
    public static object? Call(PickledName name, object?[] arguments)
    {
        if (!Known.TryGetValue(name.ToString(), out var function)) throw new InvalidDataException($"it calls '{name}'");
        try
        {
            return function(arguments);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or InvalidCastException or NullReferenceException or ArgumentException)
        {
            throw new InvalidDataException($"it calls '{name}' with arguments that make no sense", e);
        }
    }

    /// <summary>What a persistent id stands for: ("storage", type, key, location, count), and in the oldest format a view, which is None in every file that torch wrote since 0.4.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static PickledStorage Storage(object? id) => id is object?[] { Length: 5 or 6 } parts
        && parts[0] is "storage" && parts[1] is PickledName name && StorageType(name) is { } type && parts[2] is string key && parts[4] is long and >= 0 && (parts.Length == 5 || parts[5] is null)
            ? new(type, key, (long)parts[4]!)
            : throw new InvalidDataException("it refers to something that is no storage of tensors");

    private static ScalarType? StorageType(PickledName name) => name.Module is "torch" or "torch.cuda" && Storages.TryGetValue(name.Name, out var type) ? type : null;

    private static PickledTensor Rebuild(object?[] arguments)
    {
        var tensor = new PickledTensor((PickledStorage)arguments[0]!, (long)arguments[1]!, [.. Items(arguments[2]).Cast<long>()], [.. Items(arguments[3]).Cast<long>()]);
        return tensor.Fits ? tensor : throw new InvalidDataException($"a tensor reaches beyond its storage '{tensor.Storage.Key}'");
    }

    private static PickledDictionary DictionaryOf(object?[] arguments)
    {
        if (arguments.Length == 0) return new();
        if (arguments[0] is PickledDictionary dictionary) return dictionary;
        var made = new PickledDictionary();
        made.Items.AddRange(Items(arguments[0]).Select(Items).Select(pair => (pair[0], pair[1])));
        return made;
    }

    private static NumpyArray Scalar(object?[] arguments)
    {
        var array = new NumpyArray();
        array.Build(new object?[] { 1L, Array.Empty<object?>(), arguments[0], false, arguments[1] });
        return array;
    }

    private static object?[] Items(object? sequence) => sequence is List<object?> list ? [.. list] : (object?[])sequence!;
}
