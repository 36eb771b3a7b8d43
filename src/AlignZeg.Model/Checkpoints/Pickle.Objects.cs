namespace AlignZeg.Model.Checkpoints;

// The instructions that put values together.
internal sealed partial class Pickle
{
    private bool Container(char code)
    {
        switch (code)
        {
            case '(': _stack.Push(Mark); return true;
            case ')': _stack.Push(Array.Empty<object?>()); return true;
            case 't': _stack.Push(ToMark()); return true;
            case '\x85': _stack.Push(Last(1)); return true;
            case '\x86': _stack.Push(Last(2)); return true;
            case '\x87': _stack.Push(Last(3)); return true;
            case ']' or '\x8f': _stack.Push(new List<object?>()); return true;
            case 'l' or '\x91': _stack.Push(new List<object?>(ToMark())); return true;
            case 'a': Add(Last(1)); return true;
            case 'e' or '\x90': Add(ToMark()); return true;
            case '}': _stack.Push(new PickledDictionary()); return true;
            case 'd':
                var items = ToMark();
                _stack.Push(new PickledDictionary());
                Set(items);
                return true;
            case 's': Set(Last(2)); return true;
            case 'u': Set(ToMark()); return true;
            default: return false;
        }
    }

    private bool Object(char code)
    {
        switch (code)
        {
            case 'c': Name(Line(), Line()); return true;
            case '\x93':
                var name = Last(2);
                Name((string)name[0]!, (string)name[1]!);
                return true;
            case 'Q': _stack.Push(PickleCalls.Storage(_stack.Pop())); return true;
            case 'R':
                var arguments = (object?[])_stack.Pop()!;
                _stack.Push(PickleCalls.Call((PickledName)_stack.Pop()!, arguments));
                return true;
            case '\x81': Create(); return true;
            case 'b': Build(_stack.Pop(), _stack.Peek()); return true;
            default: return false;
        }
    }

    private void Name(string module, string name)
    {
        var mentioned = new PickledName(module, name);
        if (!PickleCalls.Knows(mentioned)) throw new InvalidDataException($"it asks for '{mentioned}', which is not a part of tensors; nothing of it was run");
        _stack.Push(mentioned);
    }

    /// <summary>An object of a class: only those of TorchScript archives, which are dictionaries of attributes to us.</summary>
    private void Create()
    {
        _stack.Pop();
        var type = (PickledName)_stack.Pop()!;
        if (!PickleCalls.IsScriptClass(type)) throw new InvalidDataException($"it makes an object of '{type}'");
        _stack.Push(new PickledDictionary());
    }

    /// <summary>The state of an object. That of a plain dictionary (such as the _metadata of a state dict) says nothing about tensors and is dropped.</summary>
    private static void Build(object? state, object? target)
    {
        switch (target)
        {
            case NumpyArray array: array.Build(state); break;
            case NumpyType type: type.Build(state); break;
            case PickledDictionary { Items.Count: 0 } record when state is PickledDictionary attributes: record.Items.AddRange(attributes.Items); break;
            case PickledDictionary: break;
            default: throw new InvalidDataException("it gives a state to something that has none");
        }
    }

    private void Add(object?[] values) => ((List<object?>)_stack.Peek()!).AddRange(values);

    private void Set(object?[] keysAndValues)
    {
        var dictionary = (PickledDictionary)_stack.Peek()!;
        for (int i = 0; i < keysAndValues.Length; i += 2) dictionary.Items.Add((keysAndValues[i], keysAndValues[i + 1]));
    }

    private object?[] Last(int count)
    {
        var values = new object?[count];
        for (int i = count - 1; i >= 0; i--) values[i] = _stack.Pop();
        return values;
    }

    private object?[] ToMark()
    {
        var values = new List<object?>();
        for (var value = _stack.Pop(); !ReferenceEquals(value, Mark); value = _stack.Pop()) values.Add(value);
        values.Reverse();
        return [.. values];
    }
}
