using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports;

/// <summary>An export of random maps, in a folder that is gone afterwards.</summary>
internal sealed class ExportTrip : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public ExportTrip(string format, IReadOnlyList<string> names, params IReadOnlyList<(string Stem, LabelMap Map)> images)
    {
        Images = images;
        using var session = new ExportSession(ExportFormats.Find(format), new(Directory.CreateDirectory(_scratch["out"]).FullName), new(names));
        foreach (var (stem, map) in images) session.Add(stem + ".jpg", stem, map);
        Report = session.Complete(partial: false);
    }

    public IReadOnlyList<(string Stem, LabelMap Map)> Images { get; }

    public ExportReport Report { get; }

    public string Root => _scratch.Root;

    public string this[string name] => Path.Combine(_scratch["out"], name);

    public static ExportTrip Random(string format, IReadOnlyList<string> names, int images = 40) =>
        new(format, names, [.. Enumerable.Range(0, images).Select(seed => (seed % 2 == 0 ? $"고양이/café {seed}" : $"i{seed}", RandomMaps.Make(seed, names.Count)))]);

    public void Dispose() => _scratch.Dispose();
}
