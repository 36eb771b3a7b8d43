using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace AlignZeg.Tests;

/// <summary>Writes what torch.save({"model": {..}, "iteration": n}) writes: the zip format, pickle protocol 2, 32-bit numbers. As detectron2's checkpointer does.</summary>
internal static class PthFile
{
    /// <param name="path">Of the file.</param> <param name="model">Names, shapes, and 32-bit numbers as bytes.</param>
    public static void Write(string path, IReadOnlyList<(string Name, long[] Shape, byte[] Numbers)> model)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        string root = Path.GetFileNameWithoutExtension(path);
        using (var stream = zip.CreateEntry(root + "/data.pkl", CompressionLevel.NoCompression).Open()) stream.Write(Describe(model));
        int key = 0;
        foreach (var tensor in model)
        {
            using var numbers = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{root}/data/{key++}"), CompressionLevel.NoCompression).Open();
            numbers.Write(tensor.Numbers);
        }

        using var version = zip.CreateEntry(root + "/version").Open();
        version.Write("3\n"u8);
    }

    private static byte[] Describe(IReadOnlyList<(string Name, long[] Shape, byte[] Numbers)> model)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}', (byte)'(']);
        Text(pickle, "model");
        Global(pickle, "collections", "OrderedDict");
        pickle.Write(")R("u8);
        int key = 0;
        foreach (var (name, shape, _) in model)
        {
            Text(pickle, name);
            Describe(pickle, shape, key++);
        }

        pickle.WriteByte((byte)'u');
        Text(pickle, "iteration");
        Number(pickle, 60000);
        pickle.Write("u."u8);
        return pickle.ToArray();
    }

    private static void Describe(MemoryStream pickle, long[] shape, int key)
    {
        Global(pickle, "torch._utils", "_rebuild_tensor_v2");
        pickle.Write("(("u8);
        Text(pickle, "storage");
        Global(pickle, "torch", "FloatStorage");
        Text(pickle, key.ToString(CultureInfo.InvariantCulture));
        Text(pickle, "cpu");
        Number(pickle, (int)shape.Aggregate(1L, (a, b) => a * b));
        pickle.Write("tQ"u8);
        Number(pickle, 0);
        var strides = shape.Select((_, i) => shape[(i + 1)..].Aggregate(1L, (a, b) => a * b)).ToArray();
        foreach (long[] numbers in new[] { shape, strides })
        {
            pickle.WriteByte((byte)'(');
            foreach (long number in numbers) Number(pickle, (int)number);
            pickle.WriteByte((byte)'t');
        }

        pickle.WriteByte(0x89); // False
        Global(pickle, "collections", "OrderedDict");
        pickle.Write(")RtR"u8);
    }

    private static void Text(MemoryStream pickle, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        pickle.WriteByte((byte)'X');
        Raw(pickle, bytes.Length);
        pickle.Write(bytes);
    }

    private static void Number(MemoryStream pickle, int number)
    {
        pickle.WriteByte((byte)'J');
        Raw(pickle, number);
    }

    private static void Global(MemoryStream pickle, string module, string name) => pickle.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private static void Raw(MemoryStream pickle, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        pickle.Write(bytes);
    }
}
