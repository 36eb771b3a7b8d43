namespace AlignZeg.Storage.Logs;

/// <summary>Reads the lines of a log between two positions, in chunks.</summary>
internal sealed class LineReader(IAppendStore store, string name, long position, long end)
{
    private const int MostAtFirst = 64 * 1024;
    private byte[] _buffer = new byte[Math.Clamp(end - position, 0, MostAtFirst)]; // most logs are opened while they are empty
    private int _start;
    private int _filled;
    private long _position = position;

    /// <summary>The next complete line without its newline, until the next call; null at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _filled - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + length);
                _start += searched + length + 1;
                return line;
            }

            searched = _filled - _start;
            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        int wanted = (int)Math.Min(_buffer.Length - _filled, end - _position);
        if (wanted <= 0) return false;
        int read = await store.ReadAsync(name, _position, _buffer.AsMemory(_filled, wanted), cancellationToken);
        _filled += read;
        _position += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        (_start, _filled) = (0, _filled - _start);
        if (_filled == _buffer.Length) Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, 1));
    }
}
