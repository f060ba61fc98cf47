export * from '../gen/peermetrics/error/v1/error_detail_pb.js'
