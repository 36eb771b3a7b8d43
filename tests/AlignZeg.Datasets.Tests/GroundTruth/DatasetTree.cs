using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.GroundTruth;

/// <summary>Small data sets in exactly the layout in which the real ones are published.</summary>
internal sealed class DatasetTree(ScratchFolder folder)
{
    public const int Width = 40, Height = 30;

    public string Root => folder.Root;

    /// <summary>Writes a picture of one colour per stored id, and its map: the ids in columns of equal width.</summary>
    public void Add(string image, string map, params ushort[] ids)
    {
        var (rgb, labels) = (new byte[Width * Height * 3], new ushort[Width * Height]);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = ids[i % Width * ids.Length / Width];
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)labels[i], (byte)(i % Width), (byte)(i / Width));
        }

        Write(image, ImageEncoder.EncodePng(new RgbImage(rgb, Width, Height))); // what a file is, its bytes decide
        Write(map, LabelMapPng.Encode(new LabelMap(labels, Width, Height), 255));
    }

    public void Text(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public static SeenSplit Split(string name) => SeenSplit.Read(Path.Combine(Repository(), "configs", "splits", name + ".json"));

    public static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AlignZeg.Orleans.sln"))) at = at.Parent;
        return at!.FullName;
    }

    private void Write(string path, byte[] bytes)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }
}
