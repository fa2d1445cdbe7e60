namespace TuyaActors.Simulator;

/// <summary>Sums over all devices of a simulator since it was made; made for a status line.</summary>
/// <param name="Devices">Devices, sub-devices not counted.</param>
/// <param name="Listening">Devices that accept connections now.</param>
/// <param name="ConnectedClients">Devices with a client now.</param>
/// <param name="Connections">Connections accepted.</param>
/// <param name="RejectedConnections">Second clients turned away: what a well-behaved program never causes.</param>
/// <param name="PushesSent">STATUS pushes sent to a client.</param>
/// <param name="CommandsReceived">Queries, controls and the like, without heartbeats.</param>
/// <param name="Heartbeats">Heartbeats answered.</param>
/// <param name="FramesRefused">Frames of clients that could not be read.</param>
/// <param name="Announcements">Announcements broadcast.</param>
/// <param name="ProbesAnswered">Answers to probes.</param>
/// <param name="DatagramsFailed">Announcements and answers that the network refused to take.</param>
/// <param name="Handshakes">Connections now that are accepted and have neither begun a session (3.4, 3.5) nor asked anything (before).</param>
/// <param name="MostHandshakes">The most of these at once.</param>
/// <param name="DoubleConnections">Connections accepted while another of the same device was open: see <see cref="DeviceConnections"/>.</param>
/// <param name="MostConnections">The most connections that one device had open at the same time: 1, unless there was a double one.</param>
public sealed record SimulatorCounters(
    int Devices,
    int Listening,
    int ConnectedClients,
    long Connections,
    long RejectedConnections,
    long PushesSent,
    long CommandsReceived,
    long Heartbeats,
    long FramesRefused,
    long Announcements,
    long ProbesAnswered,
    long DatagramsFailed,
    int Handshakes,
    int MostHandshakes,
    long DoubleConnections,
    int MostConnections);
