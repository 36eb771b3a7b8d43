using System.Globalization;

namespace AlignZeg.Model.Checkpoints;

/// <summary>The tensors of an unpickled object, found wherever they are in its dictionaries and lists.</summary>
internal sealed class PickledTensors
{
    private const int Deepest = 64, MostValues = 4_000_000;
    private readonly Dictionary<string, StoredTensor> _found = [];
    private readonly Action<PickledStorage> _check;
    private readonly Func<PickledStorage, Tensor> _read;
    private int _values;

    private PickledTensors(Action<PickledStorage> check, Func<PickledStorage, Tensor> read) => (_check, _read) = (check, read);

    /// <summary>Unpickles, and makes the tensors of a file ready to be read.</summary>
    /// <param name="path">Of the file, for sentences.</param> <param name="unpickle">Gives the object.</param>
    /// <param name="check">Told every storage that a tensor uses; throws where it is not in the file.</param>
    /// <param name="read">Gives the numbers of a storage, [count].</param>
    /// <exception cref="InvalidDataException">Damaged, or more than data.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Of(string path, Func<object?> unpickle, Action<PickledStorage> check, Func<PickledStorage, Tensor> read)
    {
        try
        {
            var tensors = new PickledTensors(check, storage => Guarded(path, () => read(storage)));
            tensors.Collect("", unpickle(), 0);
            return tensors._found;
        }
        catch (InvalidDataException e) when (!e.Message.Contains(path, StringComparison.Ordinal))
        {
            throw Refused(path, e.Message, e);
        }
    }

    /// <summary>The one sentence for a file that is not read.</summary>
    public static InvalidDataException Refused(string path, string why, Exception? inner = null) =>
        new($"'{path}' is refused: {why}. Copy the file again, or save the weights alone as safetensors.", inner);

    private static Tensor Guarded(string path, Func<Tensor> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw Refused(path, "it is cut short or damaged", e);
        }
    }

    private void Collect(string name, object? value, int depth)
    {
        if (depth > Deepest || ++_values > MostValues) throw new InvalidDataException("it is nested too deeply");
        switch (value)
        {
            case PickledDictionary dictionary:
                foreach (var (key, one) in dictionary.Items) if (Text(key) is { } part) Collect(Join(name, part), one, depth + 1);
                break;
            case List<object?> list: CollectAll(name, list, depth); break;
            case object?[] tuple: CollectAll(name, tuple, depth); break;
            case PickledTensor tensor: Add(name, tensor); break;
            case NumpyArray { Type: { } type } array: _found[name] = new(type, array.Shape, array.ToTensor); break;
            default: break; // numbers, texts, names
        }
    }

    private void CollectAll(string name, IReadOnlyList<object?> values, int depth)
    {
        for (int i = 0; i < values.Count; i++) Collect(Join(name, i.ToString(CultureInfo.InvariantCulture)), values[i], depth + 1);
    }

    private void Add(string name, PickledTensor tensor)
    {
        _check(tensor.Storage);
        _found[name] = new(tensor.Storage.Type, tensor.Shape, () =>
        {
            using var scope = NewDisposeScope();
            var numbers = _read(tensor.Storage);
            var view = tensor.Shape.Contains(0) ? empty(tensor.Shape, dtype: tensor.Storage.Type) : numbers.as_strided(tensor.Shape, tensor.Strides, tensor.Offset);
            return view.clone().contiguous().MoveToOuterDisposeScope();
        });
    }

    private static string? Text(object? key) => key switch { string text => text, long number => number.ToString(CultureInfo.InvariantCulture), _ => null };

    private static string Join(string name, string part) => name.Length == 0 ? part : $"{name}.{part}";
}
