using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace AlignZeg.Model.Tests.San;

/// <summary>Writes what torch.save({"model": {..}, "iteration": n}) writes: the zip format, pickle protocol 2, 32-bit numbers. As detectron2's checkpointer does.</summary>
internal static class PthFile
{
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> model)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        string root = Path.GetFileNameWithoutExtension(path);
        using (var stream = zip.CreateEntry(root + "/data.pkl", CompressionLevel.NoCompression).Open()) stream.Write(Describe(model));
        int key = 0;
        foreach (var value in model.Values)
        {
            using var numbers = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{root}/data/{key++}"), CompressionLevel.NoCompression).Open();
            numbers.Write(value.to(ScalarType.Float32).contiguous().bytes);
        }

        using var version = zip.CreateEntry(root + "/version").Open();
        version.Write("3\n"u8);
    }

    private static byte[] Describe(IReadOnlyDictionary<string, Tensor> model)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}', (byte)'(']);
        Text(pickle, "model");
        Global(pickle, "collections", "OrderedDict");
        pickle.Write(")R("u8);
        int key = 0;
        foreach (var (name, value) in model)
        {
            Text(pickle, name);
            Describe(pickle, value, key++);
        }

        pickle.WriteByte((byte)'u');
        Text(pickle, "iteration");
        Number(pickle, 60000);
        pickle.Write("u."u8);
        return pickle.ToArray();
    }

    private static void Describe(MemoryStream pickle, Tensor value, int key)
    {
        Global(pickle, "torch._utils", "_rebuild_tensor_v2");
        pickle.Write("(("u8);
        Text(pickle, "storage");
        Global(pickle, "torch", "FloatStorage");
        Text(pickle, key.ToString(CultureInfo.InvariantCulture));
        Text(pickle, "cpu");
        Number(pickle, (int)value.numel());
        pickle.Write("tQ"u8);
        Number(pickle, 0);
        using var whole = value.contiguous();
        foreach (long[] numbers in new[] { whole.shape, whole.stride() })
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
