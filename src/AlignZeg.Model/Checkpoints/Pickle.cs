using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace AlignZeg.Model.Checkpoints;

/// <summary>
/// A stack machine for the part of the pickle format that describes data. It runs no code: names are compared with a list (<see cref="PickleCalls"/>), calls are
/// functions written here, and everything else is refused. Source: the format as documented in Python's pickletools.
/// Values: null, bool, long, BigInteger, double, string, byte[], object?[] (tuple), List (list and set), <see cref="PickledDictionary"/>, <see cref="PickledTensor"/>,
/// <see cref="NumpyArray"/>, and the names and storages on the way there.
/// </summary>
internal sealed partial class Pickle
{
    private static readonly object Mark = new();
    private readonly Stack<object?> _stack = new();
    private readonly Dictionary<long, object?> _memo = [];
    private readonly Stream _stream;
    private readonly long _length;
    private long _read;

    private Pickle(Stream stream, long length) => (_stream, _length) = (stream, length);

    /// <summary>Reads one pickle from where the stream stands and leaves the stream behind it.</summary>
    /// <param name="stream">Is read byte by byte: give a buffered one.</param> <param name="length">Bytes that the stream may have; texts longer than that are not believed.</param>
    /// <exception cref="InvalidDataException">It is cut short, damaged, or more than data; the message goes on from "the pickle ..., because".</exception>
    public static object? Read(Stream stream, long length)
    {
        try
        {
            return new Pickle(stream, length).Run();
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or EndOfStreamException or ArgumentException or FormatException or OverflowException
            or NullReferenceException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("it is cut short or damaged", e);
        }
    }

    private object? Run()
    {
        while (true)
        {
            char code = (char)Byte();
            if (code == '.') return _stack.Pop();
            if (!Number(code) && !Text(code) && !Container(code) && !Memory(code) && !Object(code))
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it uses the instruction 0x{(int)code:x2}, which data does not need"));
        }
    }

    private bool Number(char code)
    {
        switch (code)
        {
            case 'N': _stack.Push(null); return true;
            case '\x88': _stack.Push(true); return true;
            case '\x89': _stack.Push(false); return true;
            case 'K': _stack.Push((long)Byte()); return true;
            case 'M': _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); return true;
            case 'J': _stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))); return true;
            case '\x8a': PushLong(Byte()); return true;
            case '\x8b': PushLong(BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))); return true;
            case 'G': _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); return true;
            case 'F': _stack.Push(double.Parse(Line(), CultureInfo.InvariantCulture)); return true;
            case 'I': _stack.Push(Line() switch { "00" => false, "01" => true, var digits => long.Parse(digits, CultureInfo.InvariantCulture) }); return true;
            case 'L': _stack.Push(long.Parse(Line().TrimEnd('L'), CultureInfo.InvariantCulture)); return true;
            default: return false;
        }
    }

    private bool Text(char code)
    {
        switch (code)
        {
            case 'X': _stack.Push(Encoding.UTF8.GetString(Bytes(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))))); return true;
            case '\x8c': _stack.Push(Encoding.UTF8.GetString(Bytes(Byte()))); return true;
            case '\x8d': _stack.Push(Encoding.UTF8.GetString(Bytes(BinaryPrimitives.ReadInt64LittleEndian(Bytes(8))))); return true;
            case 'U': _stack.Push(Encoding.Latin1.GetString(Bytes(Byte()))); return true;       // texts of Python 2
            case 'T': _stack.Push(Encoding.Latin1.GetString(Bytes(BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))))); return true;
            case 'C': _stack.Push(Bytes(Byte())); return true;
            case 'B': _stack.Push(Bytes(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))); return true;
            case '\x8e' or '\x96': _stack.Push(Bytes(BinaryPrimitives.ReadInt64LittleEndian(Bytes(8)))); return true;
            default: return false;
        }
    }

    private bool Memory(char code)
    {
        switch (code)
        {
            case '\x80': _ = Byte(); return true;                                               // version of the format
            case '\x95': _ = Bytes(8); return true;                                             // frame: a hint for readers
            case '0': _stack.Pop(); return true;
            case '1': ToMark(); return true;
            case '2': _stack.Push(_stack.Peek()); return true;
            case 'q': _memo[Byte()] = _stack.Peek(); return true;
            case 'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = _stack.Peek(); return true;
            case 'p': _memo[long.Parse(Line(), CultureInfo.InvariantCulture)] = _stack.Peek(); return true;
            case '\x94': _memo[_memo.Count] = _stack.Peek(); return true;
            case 'h': _stack.Push(Remembered(Byte())); return true;
            case 'j': _stack.Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))); return true;
            case 'g': _stack.Push(Remembered(long.Parse(Line(), CultureInfo.InvariantCulture))); return true;
            default: return false;
        }
    }

    private object? Remembered(long index) => _memo.TryGetValue(index, out var value) ? value : throw new InvalidDataException("it refers to something that was never said");

    private void PushLong(long count)
    {
        var number = new BigInteger(Bytes(count));
        _stack.Push(count <= sizeof(long) ? (object)(long)number : number);
    }

    private string Line()
    {
        var line = new StringBuilder();
        for (byte one = Byte(); one != '\n'; one = Byte()) line.Append((char)one);
        return line.ToString();
    }

    private byte Byte()
    {
        int one = _stream.ReadByte();
        _read++;
        return one >= 0 ? (byte)one : throw new EndOfStreamException();
    }

    private byte[] Bytes(long count)
    {
        _read += count;
        if (count < 0 || _read > _length || count > int.MaxValue) throw new EndOfStreamException();
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }
}
