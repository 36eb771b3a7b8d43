using AlignZeg.Datasets.Exports.Brushes;
using AlignZeg.Datasets.Exports.Coco;
using AlignZeg.Datasets.Exports.Png;
using AlignZeg.Datasets.Exports.Polygons;
using AlignZeg.Datasets.Exports.Tables;

namespace AlignZeg.Datasets.Exports;

/// <summary>All formats, by name.</summary>
public static class ExportFormats
{
    private const string Borders = "Outlines run along the edges of pixels; a reader that also paints the pixels under the outline makes each part up to one pixel wider at its right and bottom.";

    private const string NoInstances = "A semantic map knows no instances: an annotation is a connected part of a class.";

    /// <summary>The formats, in the order that help lists them.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("coco-panoptic", "COCO panoptic: PNGs of segment ids and panoptic.json", () => new CocoPanoptic()),
        new("coco-instances", "COCO instances: connected parts as RLE", () => new CocoMasks(byPart: true)) { Note = NoInstances },
        new("coco-stuff", "COCO stuff: one RLE per class and image", () => new CocoMasks(byPart: false)),
        new("png", "label maps, 8-bit palette or 16-bit grey", () => new SemanticPng()) { BytesPerPixel = 5 },
        new("voc", "PASCAL VOC: palette PNGs and labelmap.txt", () => new VocPalette()) { BytesPerPixel = 9 },
        new("colour-map", "RGB PNGs in the colours of PASCAL VOC", () => new ColourMap()) { BytesPerPixel = 11 },
        new("cityscapes", "Cityscapes: labelIds, instanceIds, color", () => new Cityscapes()) { Note = NoInstances },
        new("yolo", "YOLO segmentation: polygons without holes", () => new Yolo()) { Note = Borders },
        new("labelme", "LabelMe: polygons, masks for parts with holes", () => new LabelMe()) { Note = Borders },
        new("labelstudio", "Label Studio: brush RLE and its label config", () => new LabelStudio()),
        new("cvat", "CVAT for images 1.1: masks as RLE", () => new Cvat(polygons: false)) { Note = NoInstances },
        new("cvat-polygons", "CVAT for images 1.1: polygons without holes", () => new Cvat(polygons: true)) { Note = NoInstances },
        new("parquet", "Parquet as Hugging Face datasets has it: pictures, masks, class names", () => new ParquetTable()) { HoldsPictures = true, BytesPerPixel = 5 },
        new("geojson", "GeoJSON: polygons with holes, in pixels", () => new GeoJson()) { Note = NoInstances },
    ];

    /// <summary>Finds a format.</summary>
    /// <exception cref="ExportException">There is none of that name; the message lists all.</exception>
    public static ExportFormat Find(string name) => All.FirstOrDefault(one => one.Name == name)
        ?? throw new ExportException($"There is no format '{name}'; choose one of {string.Join(", ", All.Select(one => one.Name))}.");
}
